using System.Net.WebSockets;

namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>
/// Goes on with the session where it was, on whichever frontend takes the connection. One that was lost with its silo and with its
/// connection at the same time is gone, or begins behind what this listener has had, or does not know what was asked for last; it is asked for anew.
/// </summary>
/// <param name="tally">Counts what becomes of it.</param>
/// <param name="leads">Otherwise it listens in, and others lead.</param>
internal sealed class Resuming(CrowdTally tally, bool leads = true) : IComeback
{
    public const string Resumed = "sessions resumed";
    public const string ListenedAgain = "sessions listened to again";
    public const string LostTwice = "sessions lost with their silo and their connection at once";

    private const int MostAttempts = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async Task<Visit> ConnectAsync(ChaosCluster cluster, int frontend, Oracle lost)
    {
        if (!lost.IsResumable)
            return await Visit.ConnectAsync(cluster, frontend);
        for (var attempt = 0; ; attempt++)
        {
            var visit = await Visit.ConnectAsync(cluster, frontend + attempt, lost);
            try
            {
                if (await TryResumeAsync(visit, lost))
                    return visit;
                await visit.DisposeAsync();
                return await Visit.ConnectAsync(cluster, frontend);
            }
            catch (Exception exception) when (exception is WebSocketException or InvalidOperationException && attempt < MostAttempts)
            {
                // The frontend was lost, too.
                await visit.DisposeAsync();
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    private async Task<bool> TryResumeAsync(Visit visit, Oracle lost)
    {
        await visit.Socket.SendAsync(new { type = leads ? "resume" : "listen", session_id = lost.SessionId, sequence = lost.NextSequence, marks = true });
        var (_, answer) = await visit.ReceiveAsync();
        if (answer.TryGetProperty("code", out var code))
        {
            if (code.GetString() is not ("unknown_session" or "gone"))
                throw new OracleException($"{answer} for chunk {lost.NextSequence} of {lost.SessionId}");
            tally.Count(LostTwice);
            return false;
        }

        lost.Resume(answer);
        tally.Count(leads ? Resumed : ListenedAgain);
        return true;
    }
}
