using Speeko.Hosting;

namespace Speeko.Frontend.Doors.Http;

/// <summary><c>/health/live</c>: the process runs. <c>/health/ready</c>: it reaches the cluster, and audio reaches it.</summary>
internal static class HealthDoor
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous();
        routes.MapGet("/health/ready", (ReadinessFlag flag) => flag.IsReady
            ? Results.Text("ready")
            : Results.Text("starting", statusCode: StatusCodes.Status503ServiceUnavailable)).AllowAnonymous();
    }
}
