namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>
/// One who has a story told, and others who listen in from its start, at both frontends: each of them hears all of it, whatever
/// breaks. Then comes the next one, until the crowd goes home.
/// </summary>
internal sealed class Narration(ChaosCluster cluster, Crowd crowd, int number, Random random)
{
    public const string HeardByAll = "narrations heard by all";

    private const int Followers = 2;
    private const int LongestStory = 8;

    /// <summary>No listener of the crowd has such a number, so its stories are its own.</summary>
    private const int FirstNumber = 1000;

    private int _stories;

    public async Task RunAsync()
    {
        while (!crowd.IsOver)
        {
            try
            {
                await TellAsync(Story.Of(FirstNumber + number, _stories++, random.Next(2, LongestStory + 1)));
            }
            catch (Exception exception)
            {
                crowd.Blame($"narrator {number}: {exception}");
            }
        }
    }

    private async Task TellAsync(Story story)
    {
        // 1. Who listens in, comes with the first sound.
        var following = new List<Task<(bool IsHeard, string? Fault)>>();
        var narrator = Listener($"narrator {number}", new Resuming(crowd.Tally));
        var heard = await narrator.HearAsync(
            number, story, visit => visit.Socket.SendAsync(new { text = story.Text, marks = true }),
            oracle => following.AddRange(Enumerable.Range(1, Followers).Select(one => FollowAsync(one, oracle.SessionId!, story))));

        // 2. Who leads the session ends it, and so waits for all.
        var followers = await Task.WhenAll(following);
        if (heard is null)
        {
            // Then nobody can have heard it.
            crowd.Tally.Count("narrations broken off");
            return;
        }

        foreach (var fault in followers.Select(follower => follower.Fault).OfType<string>())
            crowd.Blame(fault);
        crowd.Tally.Count(followers.All(follower => follower.IsHeard) ? HeardByAll : "narrations that a follower lost with its frontend");
        await narrator.LeaveAsync(heard);
    }

    /// <summary>Not heard, and no fault: it was not told yet where it is when its frontend went, or its session is lost.</summary>
    private async Task<(bool IsHeard, string? Fault)> FollowAsync(int follower, string session, Story story)
    {
        var name = $"follower {follower} of narrator {number}";
        var listener = Listener(name, new Resuming(crowd.Tally, leads: false));
        try
        {
            var heard = await listener.HearAsync(number + follower, story, visit => ListenAsync(visit, session), static _ => { });
            if (heard is not null)
                await listener.LeaveAsync(heard);
            return (heard is not null, null);
        }
        catch (Exception exception)
        {
            return (false, $"{name}, session {session}: {exception.Message}");
        }
    }

    private static async Task ListenAsync(Visit visit, string session)
    {
        await visit.Socket.SendAsync(new { type = "listen", session_id = session, sequence = 0, marks = true });
        var (_, answer) = await visit.ReceiveAsync();
        if (!answer.TryGetProperty("type", out var type) || type.GetString() != "listening" || answer.GetProperty("sequence").GetInt64() != 0)
            throw new OracleException($"{answer} to who wants to listen in");
    }

    private Steadfast Listener(string name, IComeback comeback) => new(cluster, crowd, name, comeback, new Pace(Appetite.RealTime, random));
}
