namespace Speeko.Grains.Interfaces.Voices;

/// <summary>Lists what the cluster can speak. Key 0; answered by whichever silo is asked.</summary>
[Alias("speeko.voices")]
public interface IVoiceGrain : IGrainWithIntegerKey
{
    [Alias("list")]
    Task<VoiceDescription[]> List();
}
