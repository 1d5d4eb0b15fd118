using CsCheck;
using Speeko.Grains.Segments;

namespace Speeko.Tests.Grains.Segments;

public sealed class AudioPagesTests
{
    private static readonly Gen<byte[][]> AnyAudio = Gen.Byte.Array[0, 3 * AudioPages.PageBytes].Array[0, 5];

    [Fact]
    public void What_lies_there_is_what_was_put_there_whatever_comes_and_goes() =>
        Gen.Select(AnyAudio.Array[1, 12], Gen.Int[0, 11].Array[0, 12]).Sample(
            (audios, leave) =>
            {
                var pages = new AudioPages();
                var kept = audios.Select(pages.Keep).ToArray();
                foreach (var gone in leave.Where(gone => gone < kept.Length))
                    kept[gone].Dispose();
                var later = audios.Select(pages.Keep).ToArray();

                for (var i = 0; i < audios.Length; i++)
                {
                    byte[] whole = [.. audios[i].SelectMany(block => block)];
                    if (!leave.Contains(i))
                        Assert.Equal(whole, kept[i].Read(0, kept[i].Length));
                    Assert.Equal(whole[(whole.Length / 3)..], later[i].Read(whole.Length / 3, whole.Length - (whole.Length / 3)));
                }

                foreach (var audio in kept.Concat(later))
                    audio.Dispose();
                Assert.Equal(pages.Bytes, (long)pages.FreePages * AudioPages.PageBytes);
            },
            iter: 40);

    [Fact]
    public void Nobody_reads_what_is_gone_or_beyond_the_end()
    {
        var pages = new AudioPages();
        var audio = pages.Keep([[1, 2], [3]]);

        Assert.Equal([2, 3], audio.Read(1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => audio.Read(1, 3));
        audio.Dispose();
        audio.Dispose();
        Assert.Throws<ObjectDisposedException>(() => audio.Read(0, 1));
        Assert.Equal(pages.Bytes, (long)pages.FreePages * AudioPages.PageBytes);
    }
}
