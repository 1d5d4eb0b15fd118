using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Speeko.Grains.Interfaces.Segments;

namespace Speeko.Grains.Segments;

/// <summary>Names a segment: SHA-256 over everything that changes its sound.</summary>
internal static class SegmentKey
{
    /// <summary>
    /// Each text is preceded by its length, so that no two different requests are the same bytes.
    /// </summary>
    public static string Of(SegmentRequest request, string engineVersion)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, engineVersion);
        Append(hash, request.VoiceId);
        Append(hash, request.Text);
        Span<byte> rate = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(rate, request.SpeakingRate);
        hash.AppendData(rate);

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest);
    }

    private static void Append(IncrementalHash hash, string text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        hash.AppendData(length);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
