namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>What was heard is not what must come.</summary>
internal sealed class OracleException(string message) : Exception(message);
