using System.Security.Claims;
using Speeko.Frontend.Security;

namespace Speeko.Tests.Frontend.Security;

public sealed class ApiKeyOwnerTests
{
    [Fact]
    public void A_key_has_one_name_everywhere_and_the_name_does_not_tell_the_key()
    {
        Assert.Equal("a0083b36f86e6a6b", ApiKeyOwner.IdOf("speeko-local"));
        Assert.NotEqual(ApiKeyOwner.IdOf("one"), ApiKeyOwner.IdOf("other"));
    }

    [Fact]
    public void Who_shows_no_key_has_a_name_too() => Assert.Equal("anonymous", new ClaimsPrincipal().OwnerId());
}
