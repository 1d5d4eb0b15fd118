using System.Globalization;

namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>
/// Makes up texts, no two alike, that are hard to cut into sentences: abbreviations, quotations, numbers, addresses, lists, and
/// scripts that know no space or no full stop. The same seed tells the same stories.
/// </summary>
internal sealed class Storyteller(int seed)
{
    private static readonly string[] Names = ["Smith", "O’Hara", "Núñez", "J. R. Miller", "von Braun", "Lee"];

    /// <summary>
    /// {0} is the number of the story, so that none has a sentence that was spoken for an earlier one; a store that is full by
    /// then may have forgotten it, and made again it would not sound the same to the sample. {1} is another number, {2} a name.
    /// </summary>
    private static readonly Dictionary<string, string[]> Sentences = new()
    {
        ["en-us"] =
        [
            "Dr. {2} paid ${0}.{1} to example.com at {1} p.m. on Friday.", "“Is it {0}?” asked Mrs. {2}.", "{0} is not! Or is {0}?",
            "He said, \"Wait for No. {0}.\" Then all {0} left.", "The U.S. team, i.e. all {0} of them, flew to St. Louis.",
            "Version {1}.{0}.2 came at {1}:30 a.m. (nobody knew why).", "Mr. and Mrs. {2} vs. the City of N.Y. took {0} days...",
            "See https://example.org/a.b?c={0} or write to a.{0}@example.org.", "1. Open box {0}. 2. Take out {0} screws.",
            "Temperatures fell to -{1}.{0} degrees; snow followed.", "Really, {0}?! Yes, {2} et al. proved it in vol. {1}, pp. {0}-{0}9.",
            "Cafe\u0301 {2} opens at {1} \U0001F600 and closes at {0}.",
        ],
        ["de"] =
        [
            "Am {1}. Mai kam Dr. {2}, d. h. um {1}.30 Uhr, mit {0} Büchern.", "„Wie bitte, {0}?“, fragte Hr. {2}.",
            "Das kostet z. B. {0},{1}0 Euro!", "Die Nr. {0} fehlt, usw. und so fort.",
        ],
        ["fr-fr"] = ["M. {2} a dit : « Non, pas {0} ! »", "Il est {1} h {0}. On part à {0} ?", "C’est l’article n° {0}, p. {1}."],
        ["ru"] = ["В {0} г. профессор {1}-й школы уехал, т. е. исчез.", "«Правда, {0}?» — спросил он в {1}:30."],
        ["cmn"] = ["他在{1}月{0}日说：“你好吗？”", "价格是{0}.{1}元。", "真的，{0}！我们有{0}个人。"],
        ["ja"] = ["今日は{0}月です。", "「{0}円ですか？」と聞きました。"],
        ["ar"] = ["هل وصلت الرسالة رقم {0}؟", "جاء {0} من الناس، ثم ذهبوا.", "مرحبا بكم {0}!"],
        ["hi"] = ["यह {0} नंबर की किताब है।", "क्या आप {0} बजे आएँगे?", "बहुत अच्छा {0}!"],
        ["el"] = ["Είναι {0};", "Ο κ. Παπάς ήρθε στις {0}."],
    };

    private static readonly string[] WithoutSpaces = ["cmn", "ja"];

    private readonly Random _random = new(seed);

    /// <param name="number">Of the story; it is in all sentences.</param>
    /// <param name="length">How many of its sentences; some of them are two.</param>
    public SpokenText Tell(int number, int length)
    {
        // Every second story is in English, where most of the traps are.
        var language = _random.Next(2) == 0 ? "en-us" : Sentences.Keys.ElementAt(_random.Next(Sentences.Count));
        var known = Sentences[language];
        var sentences = Enumerable.Range(0, length).Select(_ => Fill(known[_random.Next(known.Length)], number));
        return new SpokenText(string.Join(WithoutSpaces.Contains(language) ? "" : Gap(), sentences), language);
    }

    private string Fill(string sentence, int number) => string.Format(
        CultureInfo.InvariantCulture, sentence, number + 10, _random.Next(2, 12), Names[_random.Next(Names.Length)]);

    private string Gap() => _random.Next(6) switch
    {
        0 => "  ",
        1 => "\n",
        2 => "\n\n",
        _ => " ",
    };
}
