namespace Speeko.Hosting;

internal static class OneLineConsole
{
    public static ILoggingBuilder AddOneLineConsole(this ILoggingBuilder logging) => logging.AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss.fff ";
        console.UseUtcTimestamp = true;
    });
}
