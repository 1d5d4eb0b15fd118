namespace Speeko.Tests.Grains;

/// <summary>Runs a test as a grain runs: turn by turn, never on two threads at once.</summary>
internal static class GrainTurns
{
    public static Task RunAsync(Func<Task> test) => Task.Factory.StartNew(
        test, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();
}
