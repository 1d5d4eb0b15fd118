using System.Runtime.CompilerServices;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Doors;

/// <summary>A session that says what it is given, and then nothing until its listener goes.</summary>
internal sealed class ScriptedSession(params SpeechFrame[] frames) : ISpeechSession
{
    private volatile bool _isCancelled;

    public Guid Id { get; } = Guid.NewGuid();

    public AskedText Asked => new(0, null);

    public long NextSequence { get; init; }

    public Task<SpeechError?> SpeakAsync(UtteranceSettings settings, string text) => throw new NotSupportedException();

    public Task<SpeechError?> AppendAsync(UtteranceSettings settings, string text) => throw new NotSupportedException();

    public Task<SpeechError?> FlushAsync() => throw new NotSupportedException();

    public CancelledSpeech Cancel()
    {
        _isCancelled = true;
        return new CancelledSpeech("", "", 0);
    }

    public void Played(long sequence) => throw new NotSupportedException();

    public bool IsCurrent(SpeechFrame frame) => !_isCancelled;

    public async IAsyncEnumerable<SpeechFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var frame in frames)
            yield return frame;
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    public ValueTask LeaveAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
