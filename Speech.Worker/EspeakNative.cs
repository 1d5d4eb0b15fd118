using System.Runtime.InteropServices;

namespace Speeko.Speech.Worker;

/// <summary>What is used of espeak-ng's C interface, <c>espeak-ng/speak_lib.h</c>.</summary>
internal static unsafe partial class EspeakNative
{
    public const int OutputSynchronous = 2;
    public const int CharsUtf8 = 1;
    public const int ParameterRate = 1;
    public const int PositionCharacter = 1;

    public const int EventListTerminated = 0;
    public const int EventWord = 1;
    public const int EventSentence = 2;

    private const string Library = "libespeak-ng.so.1";

    /// <returns>The sample rate in Hz, or -1.</returns>
    [LibraryImport(Library, EntryPoint = "espeak_Initialize")]
    public static partial int Initialize(int output, int bufferMs, nint path, int options);

    [LibraryImport(Library, EntryPoint = "espeak_SetSynthCallback")]
    public static partial void SetSynthCallback(delegate* unmanaged<short*, int, Event*, int> callback);

    [LibraryImport(Library, EntryPoint = "espeak_SetVoiceByName", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetVoiceByName(string name);

    [LibraryImport(Library, EntryPoint = "espeak_SetParameter")]
    public static partial int SetParameter(int parameter, int value, int relative);

    [LibraryImport(Library, EntryPoint = "espeak_Synth")]
    public static partial int Synth(
        byte* text, nuint size, uint position, int positionType, uint endPosition, uint flags, uint* identifier, void* userData);

    [LibraryImport(Library, EntryPoint = "espeak_ListVoices")]
    public static partial Voice** ListVoices(nint specification);

    [LibraryImport(Library, EntryPoint = "espeak_Info")]
    public static partial nint Info(nint* path);

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
