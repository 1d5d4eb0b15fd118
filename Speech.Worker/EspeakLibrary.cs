using System.Runtime.InteropServices;

namespace Speeko.Speech.Worker;

/// <summary>
/// What is used of espeak-ng's C interface, <c>espeak-ng/speak_lib.h</c>, in one loaded copy of the library. It keeps its
/// state in globals, so that one copy speaks one text at a time; copies know nothing of each other. A copy costs 1.5 MB.
/// </summary>
internal sealed unsafe partial class EspeakLibrary
{
    public const int OutputSynchronous = 2;
    public const int CharsUtf8 = 1;
    public const int ParameterRate = 1;
    public const int PositionCharacter = 1;

    public const int EventListTerminated = 0;
    public const int EventWord = 1;
    public const int EventSentence = 2;

    private const string Name = "libespeak-ng.so.1";

    /// <summary>The library's file, once it is loaded.</summary>
    private static string? _path;

    private EspeakLibrary(nint library)
    {
        Initialize = (delegate* unmanaged<int, int, nint, int, int>)NativeLibrary.GetExport(library, "espeak_Initialize");
        SetSynthCallback = (delegate* unmanaged<delegate* unmanaged<short*, int, Event*, int>, void>)NativeLibrary.GetExport(library, "espeak_SetSynthCallback");
        SetVoiceByName = (delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(library, "espeak_SetVoiceByName");
        SetParameter = (delegate* unmanaged<int, int, int, int>)NativeLibrary.GetExport(library, "espeak_SetParameter");
        Synth = (delegate* unmanaged<byte*, nuint, uint, int, uint, uint, uint*, void*, int>)NativeLibrary.GetExport(library, "espeak_Synth");
        ListVoices = (delegate* unmanaged<nint, Voice**>)NativeLibrary.GetExport(library, "espeak_ListVoices");
        Info = (delegate* unmanaged<nint*, nint>)NativeLibrary.GetExport(library, "espeak_Info");
    }

    /// <summary>Output kind, milliseconds of a block, path of the data, options; gives the sample rate in Hz, or -1.</summary>
    public delegate* unmanaged<int, int, nint, int, int> Initialize { get; }

    public delegate* unmanaged<delegate* unmanaged<short*, int, Event*, int>, void> SetSynthCallback { get; }

    /// <summary>A name in UTF-8; gives 0 where there is such a voice.</summary>
    public delegate* unmanaged<byte*, int> SetVoiceByName { get; }

    /// <summary>Parameter, value, whether relative.</summary>
    public delegate* unmanaged<int, int, int, int> SetParameter { get; }

    /// <summary>Text, its size, position, kind of position, end, flags, identifier, user data.</summary>
    public delegate* unmanaged<byte*, nuint, uint, int, uint, uint, uint*, void*, int> Synth { get; }

    public delegate* unmanaged<nint, Voice**> ListVoices { get; }

    public delegate* unmanaged<nint*, nint> Info { get; }

    /// <summary>The library as the system has it.</summary>
    public static EspeakLibrary Load()
    {
        var library = new EspeakLibrary(NativeLibrary.Load(Name));
        _path = File.ReadLines("/proc/self/maps")
            .Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .FirstOrDefault(path => path.Contains("libespeak-ng.so", StringComparison.Ordinal));
        return library;
    }

    /// <summary>
    /// A further copy. The loader takes the same file for the same library, so each copy is loaded from a file of its own
    /// that exists in memory alone. Null where the system does not allow that.
    /// </summary>
    public static EspeakLibrary? TryCopy()
    {
        // Stays open: under a descriptor that was used before, the loader would believe to know the file.
        var file = CreateMemoryFile(Name, flags: 1);
        if (file < 0 || _path is null)
            return null;
        var path = $"/proc/self/fd/{file}";
        File.WriteAllBytes(path, File.ReadAllBytes(_path));
        return NativeLibrary.TryLoad(path, out var library) ? new EspeakLibrary(library) : null;
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    /// <summary><c>espeak_EVENT</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Event
    {
        public int Type;
        public uint UniqueIdentifier;

        /// <summary>In characters (code points) from the start of the text, from 1.</summary>
        public int TextPosition;

        /// <summary>In characters, for words.</summary>
        public int Length;

        /// <summary>In milliseconds.</summary>
        public int AudioPosition;

        public int Sample;
        public nint UserData;
        public ulong Id;
    }

    /// <summary><c>espeak_VOICE</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Voice
    {
        public nint Name;

        /// <summary>For each language a priority byte and a terminated name; a zero byte ends the list.</summary>
        public byte* Languages;

        public nint Identifier;

        /// <summary>0 not told, 1 male, 2 female.</summary>
        public byte Gender;

        public byte Age;
        public byte Variant;
        public byte Reserved;
        public int Score;
        public nint Spare;
    }
}
