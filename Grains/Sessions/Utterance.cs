using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Speech.Segmentation;

namespace Speeko.Grains.Sessions;

/// <summary>
/// One utterance of a session: its text as far as it has come, and how far it has been spoken. Belongs to one grain, so it
/// needs no lock.
/// </summary>
internal sealed class Utterance
{
    private readonly UtteranceState _asked;
    private readonly SentenceSegmenter _segmenter = new();
    private readonly Queue<Sentence> _ready = new();
    private readonly List<Sentence> _found = [];
    private TaskCompletionSource? _changed;
    private long _textChars;
    private long _spokenChars;
    private bool _isHeardTaken;

    /// <param name="voiceId">Of the engine.</param>
    /// <param name="format">Of the audio.</param>
    /// <param name="asked">What was asked for, and how far it has come already.</param>
    public Utterance(string voiceId, AudioFormat format, UtteranceState asked)
    {
        (VoiceId, Format, _asked) = (voiceId, format, asked);
        (HasBegun, AudioBytes) = (asked.HasBegun, asked.AudioBytes);
    }

    public int Index => _asked.Index;

    public string VoiceId { get; }

    public AudioFormat Format { get; }

    public UtteranceSettings Settings => _asked.Settings;

    /// <summary>Why it can't be spoken, which nobody has been told yet.</summary>
    public SpeechError? Refusal { get; init; }

    /// <summary>The listener has been told that it begins.</summary>
    public bool HasBegun { get; set; }

    /// <summary>All text has come.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Bytes of samples sent so far.</summary>
    public long AudioBytes { get; set; }

    /// <summary>Where its text ends so far, in UTF-16 characters.</summary>
    public long TextEnd => _asked.TextStart + _textChars;

    /// <summary>Text of which nothing has been sent yet.</summary>
    public long PendingChars => _textChars - _spokenChars;

    public void Append(string text)
    {
        _textChars += text.Length;
        _segmenter.Append(text, _found);
        Publish();
    }

    /// <summary>Whoever writes the text has fallen silent: speak what there is, whole sentence or not.</summary>
    public void Flush()
    {
        _segmenter.Flush(_found);
        Publish();
    }

    public void Complete()
    {
        IsWhole = true;
        Flush();
    }

    /// <summary>The next sentence, or null at the end of the utterance.</summary>
    public async Task<Sentence?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_ready.TryDequeue(out var sentence))
                return sentence;
            if (IsWhole)
                return null;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _changed.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>What the listener has had of the first sentence; once, for the others are new to it.</summary>
    public (int Bytes, ReadOnlyMemory<byte> Tail) TakeHeard()
    {
        if (_isHeardTaken)
            return default;
        _isHeardTaken = true;
        return (_asked.SentenceBytes, _asked.Tail);
    }

    public void MarkSpoken(Sentence sentence) => _spokenChars = sentence.Offset + sentence.Raw.Length - _asked.TextStart;

    private void Publish()
    {
        foreach (var sentence in _found)
            _ready.Enqueue(sentence with { Offset = _asked.TextStart + sentence.Offset });
        _found.Clear();
        _changed?.TrySetResult();
        _changed = null;
    }
}
