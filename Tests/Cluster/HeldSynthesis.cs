using Speeko.Speech.Engines;

namespace Speeko.Tests.Cluster;

/// <summary>A synthesis that goes on when the test says so.</summary>
internal sealed class HeldSynthesis(string text, ISynthesisSink sink)
{
    private readonly TaskCompletionSource<SynthesisResult> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _sent;

    public string Text => text;

    /// <summary>Ends when the synthesis does, with how it ended.</summary>
    public Task<SynthesisResult> Ended => _end.Task;

    public void Emit(int bytes)
    {
        sink.OnAudio(ScriptedEngine.Block(text, _sent, bytes));
        _sent += bytes;
    }

    /// <summary>Otherwise than the engine would say it.</summary>
    public void Emit(byte[] samples) => sink.OnAudio(samples);

    public void Complete()
    {
        var rest = (text.Length * ScriptedEngine.BytesPerCharacter) - _sent;
        if (rest > 0)
            Emit(rest);
        _end.TrySetResult(SynthesisResult.Completed);
    }

    public void End(SynthesisResult result) => _end.TrySetResult(result);

    public async Task<SynthesisResult> EndAsync(CancellationToken cancellationToken)
    {
        await using var cancelled = cancellationToken.Register(() => _end.TrySetResult(SynthesisResult.Cancelled));
        return await _end.Task;
    }
}
