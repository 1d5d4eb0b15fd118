namespace Speeko.Frontend.Security;

public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>Whoever shows one of these is let in.</summary>
    public IList<string> ApiKeys { get; } = [];

    /// <summary>True: no key is asked for. Only for networks where everybody may do everything.</summary>
    public bool AllowAnonymous { get; set; }
}
