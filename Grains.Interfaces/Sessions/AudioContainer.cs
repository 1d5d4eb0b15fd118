namespace Speeko.Grains.Interfaces.Sessions;

[GenerateSerializer, Alias("speeko.container")]
public enum AudioContainer : byte
{
    /// <summary>Bare signed 16-bit little-endian samples.</summary>
    Pcm,

    /// <summary>The same behind a WAV header whose sizes are left open, for the length is not known when it starts.</summary>
    Wav,
}
