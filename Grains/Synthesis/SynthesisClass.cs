namespace Speeko.Grains.Synthesis;

/// <summary>What is spoken before what, whoever it is for.</summary>
internal enum SynthesisClass
{
    /// <summary>Somebody waits, or will run dry soon.</summary>
    Listening,

    /// <summary>The listener has plenty in hand. Time makes it <see cref="Listening"/>.</summary>
    Ahead,

    /// <summary>Nobody listens yet.</summary>
    Prefetch,
}
