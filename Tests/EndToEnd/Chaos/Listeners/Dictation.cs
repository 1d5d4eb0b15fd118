using System.Net.Sockets;
using System.Net.WebSockets;
using Speeko.Tests.EndToEnd.Conversation;
using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>A text as a language model writes it: a few tokens, a moment of thought, a few more.</summary>
internal sealed class Dictation(Story story, Random random)
{
    private const int LongestThoughtMs = 40;

    /// <summary>Ends as well when the connection is lost, of which whoever listens learns by itself.</summary>
    public async Task SpeakAsync(RawSocket socket)
    {
        try
        {
            foreach (var token in new SpokenText(story.Text, "en-us").ByToken(random))
            {
                await socket.SendAsync(new { type = "append", text = token, marks = true });
                if (random.Next(8) == 0)
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestThoughtMs)), TimeProvider.System);
            }

            await socket.SendAsync(new { type = "flush" });
        }
        catch (Exception exception) when (exception is WebSocketException or SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }
}
