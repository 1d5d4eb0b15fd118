namespace Speeko.Tests;

/// <summary>For what can only be looked at again and again: other processes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks until <paramref name="isTrue"/>; says <paramref name="otherwise"/> when the time is over.</summary>
    public static async Task TrueAsync(Func<bool> isTrue, TimeSpan limit, Func<string> otherwise)
    {
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        while (!isTrue())
        {
            Assert.True(time.GetElapsedTime(began) < limit, otherwise());
            await Task.Delay(Pause, time);
        }
    }
}
