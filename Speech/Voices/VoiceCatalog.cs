using Speeko.Speech.Engines;

namespace Speeko.Speech.Voices;

/// <summary>Finds voices by id, and by language as people write it.</summary>
public sealed class VoiceCatalog(IReadOnlyList<Voice> voices)
{
    /// <summary>Where a bare language has several voices and none of just that name.</summary>
    private static readonly Dictionary<string, string> Usual = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = "en-us",
        ["zh"] = "cmn",
        ["zh-cn"] = "cmn",
        ["zh-tw"] = "cmn",
        ["zh-hk"] = "yue",
        ["pt"] = "pt-br",
        ["fr"] = "fr-fr",
        ["no"] = "nb",
    };

    private readonly Dictionary<string, Voice> _byId =
        voices.ToDictionary(voice => voice.Id, StringComparer.OrdinalIgnoreCase);

    public Voice? ById(string id) => _byId.GetValueOrDefault(id);

    /// <summary>
    /// The voice for a BCP 47 tag: one of exactly that language, else the usual one, else one of the language without its
    /// region, else one of another region.
    /// </summary>
    public Voice? ForLanguage(string tag)
    {
        var wanted = tag.Replace('_', '-');
        if (Exact(wanted) is { } exact)
            return exact;
        var dash = wanted.LastIndexOf('-');
        return dash > 0
            ? ForLanguage(wanted[..dash])
            : voices.FirstOrDefault(voice => voice.Languages.Any(
                language => language.StartsWith(wanted + "-", StringComparison.OrdinalIgnoreCase)));
    }

    private Voice? Exact(string wanted) =>
        Usual.TryGetValue(wanted, out var usual) && ById(usual) is { } voice
            ? voice
            : ById(wanted) ?? voices.FirstOrDefault(
                candidate => candidate.Languages.Contains(wanted, StringComparer.OrdinalIgnoreCase));
}
