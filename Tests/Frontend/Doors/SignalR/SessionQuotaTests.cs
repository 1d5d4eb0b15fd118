using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Speeko.Frontend.Doors.SignalR;
using Speeko.Frontend.Requests;
using Speeko.Grains.Interfaces;

namespace Speeko.Tests.Frontend.Doors.SignalR;

public sealed class SessionQuotaTests
{
    private readonly SessionQuota _quota = new(Options.Create(new LimitOptions { MaxSessionsPerConnection = 2 }));

    [Fact]
    public void A_connection_has_so_many_places_and_no_more()
    {
        var connection = new Connection();

        Assert.NotNull(_quota.Take(connection));
        Assert.NotNull(_quota.Take(connection));
        Assert.Null(_quota.Take(connection));
        Assert.Null(_quota.Take(connection));
        Assert.NotNull(_quota.Take(new Connection()));
    }

    [Fact]
    public void A_place_that_is_given_back_is_free_once()
    {
        var connection = new Connection();
        var place = _quota.Take(connection)!;
        _quota.Take(connection);

        place.Dispose();
        place.Dispose();
        Assert.NotNull(_quota.Take(connection));
        Assert.Null(_quota.Take(connection));
    }

    [Fact]
    public async Task Calls_at_the_same_time_share_the_places()
    {
        for (var round = 0; round < 100; round++)
        {
            var connection = new Connection();
            using var together = new Barrier(4);
            var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait();
                    return _quota.Take(connection);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Equal(2, taken.Count(place => place is not null));
        }
    }

    [Fact]
    public void The_answer_names_the_limit()
    {
        var error = _quota.Exceeded();

        Assert.Equal((SpeechErrorCode.TooLarge, 2.0), (error.Code, error.Limit));
        Assert.Contains("2 sessions", error.Message, StringComparison.Ordinal);
    }

    private sealed class Connection : HubCallerContext
    {
        public override string ConnectionId => "";

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal? User => null;

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override CancellationToken ConnectionAborted => CancellationToken.None;

        public override void Abort()
        {
        }
    }
}
