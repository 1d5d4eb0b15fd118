using CsCheck;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Synthesis;

namespace Speeko.Tests.Grains.Synthesis;

/// <summary>What holds of the order whatever is asked for.</summary>
public sealed class FairQueueTests
{
    private const int AheadMs = 2000;
    private const int MaxChars = 40;
    private static readonly EnginePlaces Room = new(all: 1000, taken: 0, takenByPrefetch: 0);

    private static readonly Gen<Wish> AnyWish = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 5000], Gen.Int[1, MaxChars], Gen.Enum<SegmentPurpose>())
        .Select((owner, inMs, chars, purpose) => new Wish($"{owner}", inMs, chars, purpose));

    [Fact]
    public void Within_an_owner_and_a_class_the_most_urgent_is_first() =>
        Gen.Select(AnyWish.Array[1, 40], Gen.Int[0, 3000].Array[40]).Sample((wishes, pauses) =>
        {
            var (queue, waiting, nowMs) = (new FairQueue(AheadMs), new List<QueuedClaim>(), 0L);
            for (var i = 0; i < wishes.Length; i++)
            {
                waiting.Add(Add(queue, wishes[i], nowMs));
                nowMs += pauses[i];
                queue.Promote(nowMs);
                if (i % 2 == 0)
                    TakeAny(queue, waiting, nowMs);
            }

            // Nothing is lost, and nothing comes twice.
            while (waiting.Count > 0)
                TakeAny(queue, waiting, nowMs);
            Assert.Null(Next(queue));
        });

    [Fact]
    public void Owners_who_wait_all_the_time_get_the_same_but_for_a_sentence_each() =>
        Gen.Select(Gen.Int[1, MaxChars].Array[200], Gen.Int[1, MaxChars].Array[200], Gen.Int[0, 100]).Sample((ones, others, lead) =>
        {
            var queue = new FairQueue(AheadMs);
            foreach (var chars in ones)
                Add(queue, new Wish("one", 0, chars, SegmentPurpose.Begin), 0);

            // The other comes late, and has neither lost nor saved up anything by it.
            for (var i = 0; i < lead; i++)
                Take(queue, Next(queue)!);
            foreach (var chars in others)
                Add(queue, new Wish("other", 0, chars, SegmentPurpose.Begin), 0);

            var (one, other) = (0, 0);
            while (Next(queue) is { } next && queue.Owners.All(owner => owner.Count(SynthesisClass.Listening) > 0))
            {
                Take(queue, next);
                one += next.Owner == "one" ? next.Turn.Chars : 0;
                other += next.Owner == "other" ? next.Turn.Chars : 0;
                Assert.InRange(one - other, -2 * MaxChars, 2 * MaxChars);
            }
        });

    [Fact]
    public void However_many_owners_flood_the_first_word_of_another_waits_for_one_sentence_of_each_at_most() =>
        Gen.Select(Gen.Int[1, 10], Gen.Int[1, MaxChars].Array[1, 200], Gen.Int[0, 100]).Sample((floods, sentences, spoken) =>
        {
            var queue = new FairQueue(AheadMs);
            for (var owner = 0; owner < floods; owner++)
            {
                foreach (var chars in sentences)
                    Add(queue, new Wish($"{owner}", 0, chars, SegmentPurpose.Begin), 0);
            }

            for (var i = 0; i < spoken && Next(queue) is { } next; i++)
                Take(queue, next);
            Add(queue, new Wish("new", 0, 1, SegmentPurpose.Begin), 1);
            var before = 0;
            for (var next = Next(queue)!; next.Owner != "new"; next = Next(queue)!, before++)
                Take(queue, next);
            Assert.InRange(before, 0, floods);
        });

    private static void TakeAny(FairQueue queue, List<QueuedClaim> waiting, long nowMs)
    {
        var next = Next(queue)!;
        var rivals = waiting.Where(other => other.Owner == next.Owner && other.Class == next.Class);
        Assert.Equal(next, rivals.Order(QueuedClaim.OrderIn(next.Class)).First());
        Assert.All(
            waiting.Where(claim => !claim.IsPrefetch),
            claim => Assert.Equal(claim.DueMs <= nowMs + AheadMs, claim.Class == SynthesisClass.Listening));
        Take(queue, next);
        Assert.True(waiting.Remove(next));
    }

    private static QueuedClaim? Next(FairQueue queue) => queue.Next(SynthesisClass.Listening, Room)
        ?? queue.Next(SynthesisClass.Ahead, Room) ?? queue.Next(SynthesisClass.Prefetch, Room);

    private static void Take(FairQueue queue, QueuedClaim claim)
    {
        queue.Remove(claim.Turn);
        queue.Charge(claim);
    }

    private static QueuedClaim Add(FairQueue queue, Wish wish, long nowMs)
    {
        var claim = new SynthesisClaim(wish.Owner, wish.Purpose, nowMs + wish.InMs);
        var turn = new SynthesisTurn(claim) { Chars = wish.Chars };
        queue.Add(turn, claim, nowMs);
        return Assert.Single(turn.Queued);
    }

    private sealed record Wish(string Owner, int InMs, int Chars, SegmentPurpose Purpose);
}
