using Speeko.Frontend.Doors.Http;
using Speeko.Frontend.Gateway;

namespace Speeko.Frontend.Hosting;

/// <summary>
/// Until its lanes are open a frontend can serve nobody: whoever comes is told at once, and goes to another one, instead of
/// waiting on a connection that says nothing.
/// </summary>
internal static class ReadinessGate
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        context.RequestServices.GetRequiredService<LaneSet>().WhenOpen.IsCompletedSuccessfully
            || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            ? next(context)
            : SpeechProblem.WriteAsync(context, ClusterCall.Unavailable);
}
