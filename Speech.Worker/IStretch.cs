namespace Speeko.Speech.Worker;

/// <summary>Makes sound longer or shorter.</summary>
internal interface IStretch
{
    /// <summary>What of the changed sound is ready; valid until the next call.</summary>
    ReadOnlySpan<short> Change(ReadOnlySpan<short> samples);

    /// <summary>The rest of the changed sound.</summary>
    ReadOnlySpan<short> End();
}
