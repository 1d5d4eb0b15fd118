namespace Speeko.Frontend.Gateway;

/// <summary>The first sounds that the listeners of this process wait for just now. Thread-safe.</summary>
internal sealed class FirstSounds(TimeProvider time)
{
    /// <summary>So many are on their way at once without standing in each other's way.</summary>
    public const int Few = 8;

    /// <summary>Who has heard nothing by then waits for an engine, and not for this process.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();

    /// <summary>In the order of their beginning, with some that are over.</summary>
    private readonly Queue<Wait> _waits = new();
    private int _count;

    /// <summary>Called when they are not many any more.</summary>
    public Action? Fewer { get; set; }

    public bool AreMany
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return _count > Few;
            }
        }
    }

    /// <summary>Somebody has asked for something. To be ended by <see cref="End"/>; what nobody ends is forgotten by itself.</summary>
    public Wait Begin()
    {
        lock (_lock)
        {
            Forget();
            var wait = new Wait(time.GetTimestamp());
            _waits.Enqueue(wait);
            _count++;
            return wait;
        }
    }

    /// <summary>It has come.</summary>
    public void End(Wait wait)
    {
        lock (_lock)
        {
            if (!TryEnd(wait) || _count != Few)
                return;
        }

        Fewer?.Invoke();
    }

    private void Forget()
    {
        while (_waits.TryPeek(out var first) && (first.IsOver || time.GetElapsedTime(first.BegunAt) >= Soon))
            TryEnd(_waits.Dequeue());
    }

    private bool TryEnd(Wait wait)
    {
        if (wait.IsOver)
            return false;
        wait.IsOver = true;
        _count--;
        return true;
    }

    internal sealed class Wait(long begunAt)
    {
        public long BegunAt => begunAt;

        public bool IsOver { get; set; }
    }
}
