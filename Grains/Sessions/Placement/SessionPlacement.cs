using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Speeko.Grains.Sessions.Placement;

/// <summary>
/// A session begins on the silo that its frontend's calls to it come in at: on any other, each of them would be sent on. A client
/// of Orleans spreads what it calls over the silos that it knows, and those that join later get next to nothing of it; so a silo, drawn
/// at random, that has markedly fewer sessions than this one gets it instead. Not by load: its figures are seconds old, and all the
/// sessions that begin in one second would be on one silo.
/// </summary>
[GenerateSerializer, Immutable, Alias("speeko.session-placement")]
internal sealed class SessionPlacement : PlacementStrategy;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class SessionPlacementAttribute() : PlacementAttribute(new SessionPlacement());

/// <inheritdoc cref="SessionPlacement" />
internal sealed class SessionPlacementDirector(SessionsOfSilos sessions) : IPlacementDirector
{
    /// <summary>What chance alone makes.</summary>
    private const double Tolerated = 1.25;

    private const int Few = 16;

    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var able = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, able) is { } hint)
            return Task.FromResult(hint);
        var drawn = able[Random.Shared.Next(able.Length)];
        var isAble = context.LocalSiloStatus == SiloStatus.Active && able.Contains(context.LocalSilo);
        return Task.FromResult(isAble && !HasMarkedlyFewer(drawn, context.LocalSilo) ? context.LocalSilo : drawn);
    }

    /// <summary>A silo of which nothing is known yet has just joined.</summary>
    private bool HasMarkedlyFewer(SiloAddress other, SiloAddress local)
    {
        var known = sessions.Known;
        return known.GetValueOrDefault(local) > Few + (Tolerated * known.GetValueOrDefault(other));
    }
}
