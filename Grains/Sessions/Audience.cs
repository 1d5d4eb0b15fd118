using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Statistics;

namespace Speeko.Grains.Sessions;

/// <summary>
/// The frontends at which somebody listens to a session; each gets one copy of every frame. Belongs to one grain, so it needs
/// no lock.
/// </summary>
/// <param name="choose">Finds the nearest of a frontend's lanes.</param>
/// <param name="counters">Count the frames.</param>
/// <param name="time">By which a frontend is gone.</param>
/// <param name="logger">Told of frames that could not be sent.</param>
internal sealed class Audience(
    Func<LaneOffer, IAsyncStream<SpeechFrame>> choose, SpeechCounters counters, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<string, SessionLane> _lanes = [];

    public bool IsEmpty => _lanes.Count == 0;

    /// <summary>Somebody listens in.</summary>
    public bool HasFollowers => _lanes.Values.Any(lane => lane.HasFollowers);

    public SessionLane? Find(string frontend) => _lanes.GetValueOrDefault(frontend);

    /// <summary>Null where the frontend has made a later offer already.</summary>
    public SessionLane? Attach(LaneOffer offer)
    {
        if (!_lanes.TryGetValue(offer.Frontend, out var lane))
            _lanes[offer.Frontend] = lane = new SessionLane(counters, time, logger);
        else if (offer.Attempt < lane.Attempt)
            return null;
        lane.Attach(choose(offer), offer.Attempt);
        lane.Touch();
        return lane;
    }

    /// <summary>The frontend is still there; false where it is not known.</summary>
    public bool Touch(string frontend, bool hasFollowers)
    {
        Find(frontend)?.Touch(hasFollowers);
        return Find(frontend) is not null;
    }

    /// <summary>Unless the frontend has made a later offer.</summary>
    public void Remove(string frontend, long attempt)
    {
        if (_lanes.TryGetValue(frontend, out var lane) && lane.Attempt <= attempt)
            _lanes.Remove(frontend);
    }

    /// <summary>Frontends that have not been heard of for so long are gone.</summary>
    public void RemoveUntouched(TimeSpan span)
    {
        foreach (var (frontend, _) in _lanes.Where(entry => entry.Value.IsUntouchedFor(span)).ToArray())
            _lanes.Remove(frontend);
    }

    /// <inheritdoc cref="SessionLane.Hold" />
    public void Hold(SpeechFrame frame)
    {
        foreach (var lane in _lanes.Values)
            lane.Hold(frame);
    }

    /// <summary>Returns at once, unless the relay is slow.</summary>
    public Task SendAsync(SpeechFrame frame)
    {
        var slow = Task.CompletedTask;
        foreach (var lane in _lanes.Values)
        {
            var sending = lane.SendAsync(frame);
            if (!sending.IsCompleted)
                slow = slow.IsCompleted ? sending : Task.WhenAll(slow, sending);
        }

        return slow;
    }

    /// <summary>Sends it, and ends when it was sent.</summary>
    public async Task TellAsync(SpeechFrame notice)
    {
        foreach (var lane in _lanes.Values)
            lane.SendAsync(notice).Ignore();
        await Task.WhenAll(_lanes.Values.Select(lane => lane.WhenSent()));
    }
}
