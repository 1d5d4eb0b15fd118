using System.Globalization;
using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Doors.Http;

/// <summary>The one place where errors become <c>application/problem+json</c> with their status.</summary>
internal static class SpeechProblem
{
    /// <summary>Writes the error; nothing may have been written before.</summary>
    public static Task WriteAsync(HttpContext context, SpeechError error)
    {
        WriteRetryAfter(context, error.RetryAfterSeconds);
        var extensions = new Dictionary<string, object?> { ["code"] = error.Code.ToWireName() };
        if (error.Field is not null)
            extensions["field"] = error.Field;
        if (error.Limit is not null)
            extensions["limit"] = error.Limit;
        if (error.RetryAfterSeconds is not null)
            extensions["retry_after"] = error.RetryAfterSeconds;
        return Results.Problem(error.Message, statusCode: StatusOf(error.Code), extensions: extensions).ExecuteAsync(context);
    }

    public static void WriteRetryAfter(HttpContext context, int? seconds)
    {
        if (seconds is { } wait)
            context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
    }

    internal static int StatusOf(SpeechErrorCode code) => code switch
    {
        SpeechErrorCode.BadMessage or SpeechErrorCode.BadField or SpeechErrorCode.NothingToSpeak => StatusCodes.Status400BadRequest,
        SpeechErrorCode.UnknownVoice or SpeechErrorCode.UnknownLanguage or SpeechErrorCode.UnknownSession =>
            StatusCodes.Status404NotFound,
        SpeechErrorCode.Gone => StatusCodes.Status410Gone,
        SpeechErrorCode.TakenOver => StatusCodes.Status409Conflict,
        SpeechErrorCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
        SpeechErrorCode.TextRejected => StatusCodes.Status422UnprocessableEntity,
        SpeechErrorCode.EngineFailed => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
