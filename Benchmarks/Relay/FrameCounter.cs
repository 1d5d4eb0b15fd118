namespace Speeko.Benchmarks.Relay;

/// <summary>Notes the age of frames until those expected have come.</summary>
internal sealed class FrameCounter
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _done = new();
    private List<double> _agesMs = [];
    private int _expected;

    public Task ExpectAsync(int frames)
    {
        lock (_lock)
        {
            _expected = frames;
            _agesMs = new(frames);
            _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _done.Task;
        }
    }

    public List<double> Come()
    {
        lock (_lock)
            return [.. _agesMs];
    }

    public void Add(RelayFrame frame)
    {
        var age = frame.AgeMs;
        lock (_lock)
        {
            _agesMs.Add(age);
            if (_agesMs.Count == _expected)
                _done.TrySetResult();
        }
    }
}
