using System.Runtime.InteropServices;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Speech.Worker;

internal static unsafe class EspeakVoices
{
    /// <summary>All that the engine lists.</summary>
    public static List<EngineVoice> List(EspeakLibrary library)
    {
        var voices = new List<EngineVoice>();
        for (var entry = library.ListVoices(0); *entry is not null; entry++)
        {
            var voice = *entry;
            voices.Add(new EngineVoice(
                Marshal.PtrToStringUTF8(voice->Identifier) ?? "",
                (Marshal.PtrToStringUTF8(voice->Name) ?? "").Replace('_', ' '),
                voice->Gender switch { 1 => VoiceGender.Male, 2 => VoiceGender.Female, _ => VoiceGender.Unknown },
                Languages(voice->Languages)));
        }

        return voices;
    }

    private static List<string> Languages(byte* list)
    {
        var languages = new List<string>();
        while (*list != 0)
        {
            var language = Marshal.PtrToStringUTF8((nint)(list + 1)) ?? "";
            languages.Add(language);
            list += 1 + language.Length + 1;
        }

        return languages;
    }
}
