using System.Text.Json;
using Speeko.Frontend.Doors;
using Speeko.Grains.Interfaces;

namespace Speeko.Tests.Frontend.Doors;

public sealed class ErrorNamesTests
{
    [Fact]
    public void Every_code_goes_by_its_own_name() => Assert.All(
        Enum.GetValues<SpeechErrorCode>(),
        code => Assert.Equal(JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString()), code.ToWireName()));
}
