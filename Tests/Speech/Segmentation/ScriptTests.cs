namespace Speeko.Tests.Speech.Segmentation;

/// <summary>Stops of other scripts.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData("这是一。|这是二！|这是三？|好")]
    [InlineData("他说：“你好。”|我说：“再见！”|然后走了。")]
    [InlineData("我们明天一起去看《摔跤吧！爸爸》好吗？|好！")]
    [InlineData("你好!|再见?|是的。")]
    [InlineData("他走了｡|她来了。\n|完")]
    [InlineData("他喊：“走！”，然后走了。|完。")]
    public void Chinese(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("これはペンです。|それは何ですか？|すごい！")]
    [InlineData("「どうして？」と聞いた。|「さあ。」|彼は笑った。")]
    [InlineData("引き下げ幅は３．２９％です。|最終調整に入りました．|終わり")]
    public void Japanese(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("안녕하세요. |네. |반갑습니다! |어디 가요?")]
    [InlineData("Xin chào. |Bạn khỏe không? |Tôi khỏe.")]
    [InlineData("გამარჯობა. |როგორ ხარ? |კარგად.")]
    [InlineData("שלום. |מה שלומך? |טוב.")]
    public void Scripts_with_a_point_and_without_capitals(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("ماذا حدث بعد الانتخابات؟ |طرح الكثير من التساؤلات. |انتهى.")]
    [InlineData("کیا حال ہے؟ |ميرا نام علی ہے۔ |میں خوش ہوں۔")]
    [InlineData("خوشبختم، آقای رضا. |شما کجایی هستید؟ |من از تهران هستم.")]
    [InlineData("وقال د\u202A.\u202C ديفيد إنها كانت تعاني. |وليس معروفا.")]
    public void Arabic_Urdu_Persian(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("सच्चाई यह है कि इसे कोई नहीं जानता। |हो सकता है॥ |क्या यह सही है?")]
    [InlineData("डॉ. राम आए हैं। |वे बैठे हैं।")]
    [InlineData("এটা ভালো।|তুমি কেমন আছ?")]
    public void Devanagari_and_its_neighbours(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("Με συγχωρείτε· πού είναι οι τουαλέτες; |Τις Κυριακές δε δούλευε κανένας. |το κόστος του σπιτιού ήταν £260.950,00.")]
    [InlineData("Τι κάνεις\u037E |Καλά.")]
    public void Greek(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("Ի՞նչ ես մտածում: |Ոչինչ։ |Այո։")]
    [InlineData("እንደምን አለህ፧|መልካም ቀን ይሁንልህ።|እባክሽ ያልሽዉን ድገሚልኝ።")]
    [InlineData("ခင္ဗ်ားနာမည္ဘယ္လိုေခၚလဲ။|၇ွင္ေနေကာင္းလား။")]
    [InlineData("ខ្ញុំទៅសាលា។ |គាត់មក។")]
    public void Armenian_Ethiopic_Burmese_Khmer(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("¡Hola Srta. Ledesma! |¿Cómo está hoy? |Espero que muy bien.")]
    [InlineData("Pablo, ¿adónde vas? |¡¿Qué viste?!")]
    [InlineData("«Ninguna mente está exenta», dijo Aristóteles. |Pablo vino.")]
    [InlineData("Вот номер телефона: +39045969798. |Передавайте привет. |До свидания.")]
    public void Other_European_languages(string rule) => Segmented.Expect(rule);
}
