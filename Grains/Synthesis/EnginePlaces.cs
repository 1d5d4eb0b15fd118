namespace Speeko.Grains.Synthesis;

/// <summary>
/// The sentences that the engine speaks at the same time. Of many places an eighth stays free of what can wait, and of any
/// single owner, so that a listener finds one at once; prefetch has a quarter at most. Of few places none is kept free:
/// they are cores, and would lie idle.
/// </summary>
/// <param name="all">What the engine can speak at the same time.</param>
/// <param name="taken">What it speaks.</param>
/// <param name="takenByPrefetch">For whom nobody listens.</param>
internal readonly struct EnginePlaces(int all, int taken, int takenByPrefetch)
{
    public int All => all;

    /// <summary>One owner has no more than this, so that another finds a place.</summary>
    public int MostForOneOwner => all - KeptFree;

    private int KeptFree => all / 8;

    private int MostForPrefetch => Math.Max(1, all / 4);

    /// <summary>What each of several owners has when they share evenly; who has less is served first.</summary>
    public int ShareOf(int owners) => owners == 0 ? all : (all + owners - 1) / owners;

    public bool IsOpenTo(SynthesisClass line) => line switch
    {
        SynthesisClass.Listening => taken < all,
        SynthesisClass.Ahead => taken < all - KeptFree,
        _ => taken < all - KeptFree && takenByPrefetch < MostForPrefetch,
    };
}
