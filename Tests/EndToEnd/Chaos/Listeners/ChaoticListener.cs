using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>Connects, hears some utterances in its manner, leaves, and comes again, until the crowd goes home.</summary>
internal sealed class ChaoticListener(ChaosCluster cluster, Crowd crowd, int number, Random random, IComeback comeback)
{
    private const int MostOfAVisit = 4;
    private const int LongestStory = 12;
    private const int TalesForAll = 40;
    private const int LongestThoughtMs = 1500;
    private const int LatestMidwayChunk = 80;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    /// <summary>Who asks so shortly before a silo is lost may be told that nobody knows of it, after the loss of the connection, too.</summary>
    private static readonly TimeSpan JustBefore = TimeSpan.FromSeconds(1.5);

    private int _stories;
    private int _visits;
    private long _askedAt;
    private (Story Story, Oracle Oracle)? _interrupted;
    private RawSocket? _leftOpen;

    private Manner Manner => Manner.Of(number);

    public async Task RunAsync()
    {
        while (!crowd.IsOver || _interrupted is not null)
        {
            try
            {
                await VisitAsync();
            }
            catch (Exception exception)
            {
                crowd.Blame($"listener {number}, who {Manner.Name}: {exception}");
                _interrupted = null;
            }
        }
    }

    private async Task VisitAsync()
    {
        await using var visit = _interrupted is { } lost
            ? await comeback.ConnectAsync(cluster, number + _visits++, lost.Oracle)
            : await Visit.ConnectAsync(cluster, number + _visits++);
        await LeaveBehindAsync(visit);
        try
        {
            for (var left = random.Next(1, MostOfAVisit + 1); left > 0 && (!crowd.IsOver || _interrupted is not null); left--)
            {
                var story = _interrupted?.Story ?? NextStory();
                var goesOn = ReferenceEquals(_interrupted?.Oracle, visit.Oracle);
                _interrupted = (story, visit.Oracle);
                if (!await HearAsync(visit, story, goesOn))
                    return;
                _interrupted = null;
                await crowd.PauseAsync(Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestThoughtMs)), TimeProvider.System));
            }

            await visit.Socket.LeaveAsync();
        }
        catch (Exception exception) when (Visit.IsLossOfConnection(exception) && visit.IsExcused)
        {
            crowd.Tally.Count("connections lost with their frontend");
        }
        catch (Exception exception)
        {
            crowd.Blame($"listener {number}, who {Manner.Name}, {visit.Name}: {exception.Message}");
            _interrupted = null;
        }
        finally
        {
            crowd.Waited(visit.LongestWait, $"listener {number}, who {Manner.Name}, {visit.Name}, for {visit.EndOfWait}");
        }
    }

    /// <summary>Returns whether the connection is still of use.</summary>
    private async Task<bool> HearAsync(Visit visit, Story story, bool goesOn)
    {
        var asking = goesOn ? Task.CompletedTask : AskAsync(visit, story);
        var pace = new Pace(Manner.Takes, random);
        var midway = Manner.Midway == Midway.Listens ? long.MaxValue : random.Next(1, LatestMidwayChunk);
        while (true)
        {
            var (chunk, json) = await visit.ReceiveAsync();
            switch (visit.Oracle.Take(chunk, json))
            {
                case Heard.Chunk when visit.Oracle.Chunks == midway && Manner.Midway != Midway.Cancels:
                    await LoseConnectionAsync(visit);
                    return false;
                case Heard.Chunk when visit.Oracle.Chunks == midway:
                    visit.Oracle.Cancel();
                    await visit.Socket.SendAsync(new { type = "cancel" });
                    break;
                case Heard.Chunk when visit.Oracle.Chunks < midway:
                    await crowd.PauseAsync(pace.TakeAsync(chunk!.Length));
                    break;
                case Heard.Complete:
                    await asking;
                    crowd.Tally.Count("utterances heard to the end");
                    return true;
                case Heard.Cancelled:
                    crowd.Tally.Count("cancelled");
                    return true;
                case Heard.Refused:
                    await WaitOutsideAsync(visit, json.GetProperty("retry_after").GetDouble());
                    return false;
                case Heard.Lost:
                    if (!cluster.HasLostSilo(JustBefore, from: _askedAt))
                        throw new OracleException($"{json}, and it was asked for long before");
                    crowd.Tally.Count(Resuming.LostTwice);
                    return false;
            }
        }
    }

    /// <summary>Text that is written meanwhile is written while it is being heard.</summary>
    private async Task AskAsync(Visit visit, Story story)
    {
        visit.Oracle.Ask(story);
        _askedAt = TimeProvider.System.GetTimestamp();
        if (Manner.ByToken)
            await new Dictation(story, random).SpeakAsync(visit.Socket);
        else
            await visit.Socket.SendAsync(new { text = story.Text, marks = true });
    }

    private async Task LoseConnectionAsync(Visit visit)
    {
        if (Manner.Midway == Midway.LeavesItOpen)
        {
            _leftOpen = visit.LeaveOpen();
            return;
        }

        if (Manner.Midway == Midway.FallsSilent)
            await crowd.PauseAsync(Task.Delay(LongestSilence * random.NextDouble(), TimeProvider.System));
        visit.Socket.Abort();
        crowd.Tally.Count("connections cut");
    }

    /// <summary>The connection that it left open has to be cut off, where another one leads the session now.</summary>
    private async Task LeaveBehindAsync(Visit visit)
    {
        if (_leftOpen is not { } connection)
            return;
        _leftOpen = null;
        if (ReferenceEquals(_interrupted?.Oracle, visit.Oracle))
            crowd.SeeCutOff(connection, $"listener {number}, before it came to {visit.Name}");
        else
            await connection.DisposeAsync();
    }

    /// <summary>Whoever goes on writing what was refused would write the middle of something, so it comes again later with all of it.</summary>
    private async Task WaitOutsideAsync(Visit visit, double seconds)
    {
        crowd.Tally.Count("refused for overload");
        visit.Socket.Abort();
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
    }

    /// <summary>One story in three is heard by many, and so is shared while it is made, or had from memory.</summary>
    private Story NextStory()
    {
        var length = random.Next(1, LongestStory + 1);
        return random.Next(3) == 0 ? Story.ForAll(random.Next(TalesForAll), length) : Story.Of(number, _stories++, length);
    }
}
