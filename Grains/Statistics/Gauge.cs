namespace Speeko.Grains.Statistics;

/// <summary>How many there are at the moment. Thread-safe.</summary>
internal sealed class Gauge
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    /// <summary>One more, until it is disposed of.</summary>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _value);
        return new Entry(this);
    }

    private sealed class Entry(Gauge gauge) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                Interlocked.Decrement(ref gauge._value);
        }
    }
}
