using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Speeko.Frontend.Requests;

namespace Speeko.Frontend.Doors.SignalR;

internal static class SpeechHubServices
{
    /// <summary>One more than the sessions, so that a call that ends one never waits behind those that speak.</summary>
    public static IServiceCollection AddSpeechHub(this IServiceCollection services)
    {
        services.AddSingleton<SessionQuota>();
        services.AddSignalR().AddMessagePackProtocol();
        services.AddOptions<HubOptions>().Configure<IOptions<LimitOptions>>((hub, limits) =>
        {
            hub.MaximumReceiveMessageSize = limits.Value.MaxMessageBytes;
            hub.MaximumParallelInvocationsPerClient = limits.Value.MaxSessionsPerConnection + 1;
        });
        return services;
    }
}
