using System.Text;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Speech.Segmentation;

namespace Speeko.Grains.Sessions;

/// <summary>
/// One utterance of a session: its text as far as it has come, and how far it has been spoken. Belongs to one grain, so it
/// needs no lock.
/// </summary>
/// <param name="index">Which one of the session.</param>
/// <param name="voiceId">Of the engine.</param>
/// <param name="speakingRate">1 is the voice's own.</param>
/// <param name="format">Of the audio.</param>
/// <param name="owner">On whose account it is spoken.</param>
/// <param name="heard">How far it has come already, on a silo that was lost.</param>
internal sealed class Utterance(
    int index, string voiceId, double speakingRate, AudioFormat format, string owner = "", UtteranceState? heard = null)
{
    /// <summary>An utterance that stays open for hours must not keep all it said.</summary>
    public const int MaxSpokenChars = 100_000;

    private readonly SentenceSegmenter _segmenter = new();
    private readonly Queue<Sentence> _ready = new();
    private readonly List<Sentence> _found = [];
    private readonly StringBuilder _text = new();
    private readonly long _start = heard?.TextStart ?? 0;
    private TaskCompletionSource? _changed;
    private long _spokenChars = heard?.TextStart ?? 0;
    private long _forgottenChars = heard?.TextStart ?? 0;
    private UtteranceState? _heard = heard;

    public int Index => index;

    public string VoiceId => voiceId;

    public double SpeakingRate => speakingRate;

    public AudioFormat Format => format;

    public string Owner => owner;

    /// <summary>Why it can't be spoken, which nobody has been told yet.</summary>
    public SpeechError? Refusal { get; init; }

    /// <summary>The listener has been told that it begins.</summary>
    public bool HasBegun { get; set; } = heard?.HasBegun ?? false;

    /// <summary>All text has come.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Bytes of samples sent so far.</summary>
    public long AudioBytes { get; set; } = heard?.AudioBytes ?? 0;

    /// <summary>Where its text ends so far, in UTF-16 characters.</summary>
    public long TextEnd => _forgottenChars + _text.Length;

    public long PendingChars => _text.Length - SpokenInText;

    /// <summary>At most the last <see cref="MaxSpokenChars"/>.</summary>
    public string TextSpoken => _text.ToString(0, SpokenInText).Trim();

    public string TextRemaining => _text.ToString(SpokenInText, (int)PendingChars).Trim();

    private int SpokenInText => (int)(_spokenChars - _forgottenChars);

    public void Append(string text)
    {
        _text.Append(text);
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
        var heard = _heard;
        _heard = null;
        return heard is null ? default : (heard.SentenceBytes, heard.Tail);
    }

    public void MarkSpoken(Sentence sentence)
    {
        _spokenChars = sentence.Offset + sentence.Raw.Length;
        if (SpokenInText < 2 * MaxSpokenChars)
            return;
        var forget = SpokenInText - MaxSpokenChars;
        _text.Remove(0, forget);
        _forgottenChars += forget;
    }

    private void Publish()
    {
        foreach (var sentence in _found)
            _ready.Enqueue(sentence with { Offset = _start + sentence.Offset });
        _found.Clear();
        _changed?.TrySetResult();
        _changed = null;
    }
}
