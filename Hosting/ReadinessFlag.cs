namespace Speeko.Hosting;

/// <summary>What <c>/health/ready</c> answers.</summary>
internal sealed class ReadinessFlag
{
    private volatile bool _isReady;

    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }
}
