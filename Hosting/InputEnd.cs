namespace Speeko.Hosting;

/// <summary>
/// Waits for the end of standard input on a thread of its own: reading it blocks, also asynchronously, and a pool that has a thread
/// for each core is short of one then until it notices, which takes it half a second.
/// </summary>
internal static class InputEnd
{
    /// <summary>What comes before the end has no meaning.</summary>
    public static Task Of(Stream input)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => ReadToEnd(input, end)) { IsBackground = true, Name = "stdin" }.Start();
        return end.Task;
    }

    private static void ReadToEnd(Stream input, TaskCompletionSource end)
    {
        try
        {
            input.CopyTo(Stream.Null);
            end.SetResult();
        }
        catch (Exception exception)
        {
            end.SetException(exception);
        }
    }
}
