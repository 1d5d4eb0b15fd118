using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Speeko.Frontend.Security;

/// <summary>
/// Names an API key without telling it: what the cluster sees, counts and shares its engines by. The same on every frontend.
/// </summary>
internal static class ApiKeyOwner
{
    public const string Anonymous = "anonymous";

    /// <summary>Eight bytes: enough that no two keys of an installation share a name.</summary>
    private const int IdBytes = 8;

    public static string IdOf(string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, IdBytes));

    /// <summary>Whose key was shown.</summary>
    public static string OwnerId(this ClaimsPrincipal user) => user.Identity?.Name ?? Anonymous;
}
