using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Gateway;

namespace Speeko.Tests.Frontend.Gateway;

public sealed class FirstSoundsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FirstSounds _sounds;
    private int _fewer;

    public FirstSoundsTests() => _sounds = new(_time) { Fewer = () => _fewer++ };

    [Fact]
    public void It_is_told_when_they_are_not_many_any_more()
    {
        var waits = Enumerable.Range(0, FirstSounds.Few + 2).Select(_ => _sounds.Begin()).ToArray();
        Assert.True(_sounds.AreMany);

        _sounds.End(waits[0]);
        Assert.Equal((true, 0), (_sounds.AreMany, _fewer));
        _sounds.End(waits[0]);
        Assert.Equal((true, 0), (_sounds.AreMany, _fewer));

        _sounds.End(waits[^1]);
        Assert.Equal((false, 1), (_sounds.AreMany, _fewer));
    }

    [Fact]
    public void Who_waits_for_an_engine_does_not_count()
    {
        for (var i = 0; i <= FirstSounds.Few; i++)
            _sounds.Begin();
        Assert.True(_sounds.AreMany);

        _time.Advance(FirstSounds.Soon);

        Assert.False(_sounds.AreMany);
    }

    /// <summary>Whatever comes in whatever order, it counts who has waited for a while and not longer.</summary>
    [Fact]
    public void It_counts_like_a_list() =>
        Gen.Int[0, 30].Array[1, 200].Sample(operations =>
        {
            var time = new FakeTimeProvider();
            var sounds = new FirstSounds(time);
            var model = new List<(FirstSounds.Wait Wait, DateTimeOffset Begun)>();
            foreach (var operation in operations)
            {
                if (operation < 20)
                    model.Add((sounds.Begin(), time.GetUtcNow()));
                else if (operation < 28 && model.Count > 0)
                    End(operation % model.Count);
                else
                    time.Advance(FirstSounds.Soon / 3);
                model.RemoveAll(one => time.GetUtcNow() - one.Begun >= FirstSounds.Soon);
                Assert.Equal(model.Count > FirstSounds.Few, sounds.AreMany);
            }

            void End(int at)
            {
                sounds.End(model[at].Wait);
                model.RemoveAt(at);
            }
        });
}
