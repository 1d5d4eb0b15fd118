namespace Speeko.Tests;

/// <summary>For what can only be looked at again and again: other processes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks until <paramref name="isTrue"/>; says <paramref name="otherwise"/> when the time is over.</summary>
    public static Task TrueAsync(Func<bool> isTrue, TimeSpan limit, Func<string> otherwise) =>
        TrueAsync(() => Task.FromResult(isTrue()), limit, otherwise);

    /// <summary>As <see cref="TrueAsync(Func{bool}, TimeSpan, Func{string})"/>, for what answers later.</summary>
    public static async Task TrueAsync(Func<Task<bool>> isTrue, TimeSpan limit, Func<string> otherwise)
    {
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        while (!await isTrue())
        {
            Assert.True(time.GetElapsedTime(began) < limit, otherwise());
            await Task.Delay(Pause, time);
        }
    }
}
