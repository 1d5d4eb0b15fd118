namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>Hears one utterance to its end, playing it, over as many connections as it takes.</summary>
/// <param name="cluster">Where.</param>
/// <param name="crowd">That it belongs to.</param>
/// <param name="name">For the log.</param>
/// <param name="comeback">How it comes back when its frontend is gone.</param>
/// <param name="pace">At which it plays.</param>
internal sealed class Steadfast(ChaosCluster cluster, Crowd crowd, string name, IComeback comeback, Pace pace)
{
    /// <summary>Throws where anything comes but what has to.</summary>
    /// <param name="frontend">Where it begins.</param>
    /// <param name="story">That it is to hear.</param>
    /// <param name="begin">Says on the first connection what it wants.</param>
    /// <param name="onSound">Called when the story has begun to sound.</param>
    /// <returns>The connection on which it came to the end; null when its session was refused, or is lost.</returns>
    public async Task<Visit?> HearAsync(int frontend, Story story, Func<Visit, Task> begin, Action<Oracle> onSound)
    {
        var visit = await Visit.ConnectAsync(cluster, frontend);
        var (oracle, isHeard) = (visit.Oracle, false);
        oracle.Ask(story);
        try
        {
            for (var goesOn = false; visit.Oracle == oracle; goesOn = true)
            {
                try
                {
                    await (goesOn ? Task.CompletedTask : begin(visit));
                    isHeard = await HearAsync(visit, onSound);
                    return isHeard ? visit : null;
                }
                catch (Exception exception) when (Visit.IsLossOfConnection(exception) && visit.IsExcused)
                {
                    crowd.Tally.Count("connections lost with their frontend");
                }

                await LeaveAsync(visit);
                visit = await comeback.ConnectAsync(cluster, ++frontend, oracle);
            }

            return null;
        }
        finally
        {
            if (!isHeard)
                await LeaveAsync(visit);
        }
    }

    public ValueTask LeaveAsync(Visit visit)
    {
        crowd.Waited(visit.LongestWait, $"{name}, {visit.Name}, for {visit.EndOfWait}");
        return visit.DisposeAsync();
    }

    private async Task<bool> HearAsync(Visit visit, Action<Oracle> onSound)
    {
        while (true)
        {
            var (chunk, json) = await visit.ReceiveAsync();
            switch (visit.Oracle.Take(chunk, json))
            {
                case Heard.Chunk:
                    if (visit.Oracle.Chunks == 1)
                        onSound(visit.Oracle);
                    await crowd.PauseAsync(pace.TakeAsync(chunk!.Length));
                    break;
                case Heard.Complete:
                    return true;
                case Heard.Refused or Heard.Lost:
                    return false;
            }
        }
    }
}
