using System.Net.WebSockets;

namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>
/// Goes on with the session where it was, on whichever frontend takes the connection. One that is gone, for its silo was killed
/// while nobody was attached, is asked for anew.
/// </summary>
internal sealed class Resuming(CrowdTally tally) : IComeback
{
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
        await visit.Socket.SendAsync(new { type = "resume", session_id = lost.SessionId, sequence = lost.NextSequence, marks = true });
        var (_, answer) = await visit.ReceiveAsync();
        if (answer.TryGetProperty("code", out var code) && code.GetString() == "unknown_session")
        {
            tally.Count("sessions that were gone");
            return false;
        }

        lost.Resume(answer);
        tally.Count("sessions resumed");
        return true;
    }
}
