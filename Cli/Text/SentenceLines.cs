using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Speeko.Speech.Segmentation;

namespace Speeko.Cli.Text;

/// <summary>A sentence in one line.</summary>
internal static partial class SentenceLines
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Func<Sentence, string> Create(bool asJson) => asJson ? Json : Plain;

    private static string Plain(Sentence sentence) => LineEnds().Replace(sentence.Spoken, " ");

    private static string Json(Sentence sentence)
    {
        var spoken = sentence.Spoken;
        var offset = sentence.Offset + (sentence.Raw.Length - sentence.Raw.TrimStart().Length);
        return JsonSerializer.Serialize(new { offset, length = spoken.Length, text = spoken }, Readable);
    }

    [GeneratedRegex(@"[ \t]*[\r\n\u0085\u2028\u2029]+[ \t]*")]
    private static partial Regex LineEnds();
}
