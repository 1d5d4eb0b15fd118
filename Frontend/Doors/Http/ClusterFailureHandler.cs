using Microsoft.AspNetCore.Diagnostics;
using Speeko.Frontend.Gateway;

namespace Speeko.Frontend.Doors.Http;

/// <summary>A cluster that does not answer is no fault of this process: 503, and when to try again.</summary>
internal sealed class ClusterFailureHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (!ClusterCall.IsExpected(exception))
            return false;
        context.Response.Headers.RetryAfter = ClusterCall.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Results.Problem(ClusterCall.Unavailable.Message, statusCode: StatusCodes.Status503ServiceUnavailable)
            .ExecuteAsync(context).ConfigureAwait(false);
        return true;
    }
}
