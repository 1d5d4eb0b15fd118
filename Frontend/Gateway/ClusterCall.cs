using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Gateway;

/// <summary>Turns what a cluster does when it is not there into the value that a door can tell.</summary>
internal static class ClusterCall
{
    public const int RetryAfterSeconds = 2;

    public static readonly SpeechError Unavailable = new(
        SpeechErrorCode.Unavailable, "No silo answers at the moment; try again.", RetryAfterSeconds: RetryAfterSeconds);

    public static async Task<SpeechError?> TryAsync(Func<Task<SpeechError?>> call, TimeSpan timeout, TimeProvider time)
    {
        try
        {
            return await call().WaitAsync(timeout, time).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return Unavailable;
        }
    }

    /// <summary>A silo that died, is not reachable, or did not answer in time.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is OrleansException or TimeoutException or OrleansMessageRejectionException;
}
