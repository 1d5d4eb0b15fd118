using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Speech.Voices;

/// <summary>Gives an engine's voices the ids that requests name: the first language of each, made unique.</summary>
internal static class VoiceNaming
{
    /// <summary>Voices of mbrola, whose data is a package of its own, are listed also where it is not installed.</summary>
    private const string MbrolaPrefix = "mb/";

    public static List<(Voice Voice, string Identifier)> Name(IReadOnlyList<EngineVoice> engineVoices, string engine)
    {
        var named = new List<(Voice, string)>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var voice in engineVoices)
        {
            if (voice.Languages.Count == 0 || voice.Identifier.StartsWith(MbrolaPrefix, StringComparison.Ordinal))
                continue;
            var languages = voice.Languages.Select(language => language.ToLowerInvariant()).ToArray();
            var id = languages[0];
            if (!taken.Add(id))
            {
                id = voice.Identifier[(voice.Identifier.LastIndexOf('/') + 1)..].ToLowerInvariant();
                if (!taken.Add(id))
                    continue;
            }

            named.Add((new Voice(id, voice.Name, languages, voice.Gender, engine), voice.Identifier));
        }

        return named;
    }
}
