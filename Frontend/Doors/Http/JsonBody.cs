using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Doors.Http;

/// <summary>Reads a JSON object from a request, up to a limit, and says what is wrong with one that is none.</summary>
internal static class JsonBody
{
    /// <summary>A longer path is none of ours, and what a client makes up is not to be sent back to it at any length.</summary>
    private const int MaxPathChars = 64;

    /// <summary>
    /// Who sends a body that is too large, and nothing but the body, reads the answer behind it: closed before, the connection would take
    /// the answer along. That much is read and thrown away.
    /// </summary>
    private const int MaxDrainedBytes = 16 << 20;

    public static async Task<(T? Value, SpeechError? Error)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int maxBytes)
        where T : class
    {
        if (context.Request.ContentLength is { } length && length > maxBytes)
        {
            await DrainAsync(context, length).ConfigureAwait(false);
            return (null, TooLarge(maxBytes));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = maxBytes;
        try
        {
            var value = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted).ConfigureAwait(false);
            return value is null
                ? (null, new SpeechError(SpeechErrorCode.BadMessage, "The body must be a JSON object."))
                : (value, null);
        }
        catch (JsonException exception)
        {
            var field = exception.Path is { Length: > 2 and <= MaxPathChars } path ? path[2..] : null;
            return (null, field is null
                ? new SpeechError(SpeechErrorCode.BadMessage, "The body is not a JSON object.")
                : new SpeechError(SpeechErrorCode.BadField, $"{field} is of the wrong type or not well formed.", field));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLarge(maxBytes));
        }
    }

    private static SpeechError TooLarge(int maxBytes) =>
        new(SpeechErrorCode.TooLarge, $"The body has more than {maxBytes} bytes.", Limit: maxBytes);

    /// <summary>Who asks first whether it may send does not send.</summary>
    private static async Task DrainAsync(HttpContext context, long length)
    {
        if (length > MaxDrainedBytes || context.Request.Headers.Expect.Count > 0)
            return;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = length;
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted).ConfigureAwait(false);
    }
}
