using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Speeko.Frontend.Doors.SignalR;

namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>The SignalR client for .NET, connected to the hub.</summary>
internal static class SpeechHubClient
{
    public static async Task<HubConnection> ConnectAsync(LocalCluster cluster, bool messagePack)
    {
        var builder = new HubConnectionBuilder().WithUrl(
            new Uri(cluster.Urls[0], SpeechHub.Path), options => options.Headers["X-API-Key"] = cluster.ApiKey);
        if (messagePack)
            builder.AddMessagePackProtocol();
        var hub = builder.Build();
        await hub.StartAsync();
        return hub;
    }
}
