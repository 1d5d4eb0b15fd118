using System.Threading.Channels;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Grains.Synthesis;

/// <summary>An engine that tells what it begins and goes on when the test says so.</summary>
internal sealed class GatedEngine(int concurrency) : ISpeechEngine
{
    private readonly Channel<Begun> _begun = Channel.CreateUnbounded<Begun>();

    public string Version => "gated 1";

    public int SampleRateHz => 22050;

    public int Concurrency => concurrency;

    public IReadOnlyList<Voice> Voices => [];

    public EngineStatistics Statistics => default;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The next synthesis, when it begins.</summary>
    public async Task<Begun> NextAsync() =>
        await _begun.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Completes when one has begun that was not asked for yet.</summary>
    public Task WhenBegunAsync() => _begun.Reader.WaitToReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Whether one has begun that was not asked for yet.</summary>
    public bool HasBegunMore => _begun.Reader.TryPeek(out _);

    public async Task<SynthesisResult> SynthesizeAsync(
        SynthesisRequest request, long deadlineMs, ISynthesisSink sink, CancellationToken cancellationToken)
    {
        var begun = new Begun(request.Text, deadlineMs);
        _begun.Writer.TryWrite(begun);
        await using var cancel = cancellationToken.Register(() => begun.End(SynthesisResult.Cancelled));
        return await begun.Result;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public sealed class Begun(string text, long deadlineMs)
    {
        private readonly TaskCompletionSource<SynthesisResult> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Text => text;

        public long DeadlineMs => deadlineMs;

        public Task<SynthesisResult> Result => _end.Task;

        public void End(SynthesisResult result) => _end.TrySetResult(result);

        public void Complete() => End(SynthesisResult.Completed);

        public void Throw(Exception exception) => _end.TrySetException(exception);
    }
}
