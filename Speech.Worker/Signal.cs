namespace Speeko.Speech.Worker;

/// <summary>
/// Wakes one thread once for each time that it is set. Without spinning: whoever waits here has nothing to do on a core that
/// somebody else is busy on.
/// </summary>
internal sealed class Signal
{
    private readonly object _lock = new();
    private bool _isSet;

    public void Set()
    {
        lock (_lock)
        {
            _isSet = true;
            Monitor.Pulse(_lock);
        }
    }

    public void Wait()
    {
        lock (_lock)
        {
            while (!_isSet)
                Monitor.Wait(_lock);
            _isSet = false;
        }
    }
}
