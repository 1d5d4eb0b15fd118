using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>Somebody who listens in on a session that another one leads.</summary>
internal sealed class Listening(SessionLink link, FrameInbox inbox, FramePieces pieces, SessionTable table) : ISpeechListener
{
    private readonly FrameReader _reader = new(inbox, pieces);

    public Guid Id => link.Id;

    public long NextSequence { get; private set; } = inbox.Start;

    public bool IsCurrent(SpeechFrame frame) => inbox.IsCurrent(frame);

    public IAsyncEnumerable<SpeechFrame> ReadAsync(CancellationToken cancellationToken) =>
        _reader.ReadAsync(frame => NextSequence = Math.Max(NextSequence, frame.SequenceEnd), passed: static _ => { }, cancellationToken);

    public async ValueTask DisposeAsync() => await table.ReleaseAsync(link, inbox, ends: false).ConfigureAwait(false);
}
