extern alias frontend;
using System.Collections.Concurrent;
using frontend::Speeko.Hosting;

namespace Speeko.Tests.Hosting;

public sealed class InputEndTests
{
    [Fact]
    public async Task What_comes_means_nothing_and_the_end_is_told()
    {
        var input = new HeldInput();
        var end = InputEnd.Of(input);
        input.Say([1, 2, 3]);
        await input.WhenRead(2);
        Assert.False(end.IsCompleted);

        input.Say([]);

        await end.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    [Fact]
    public async Task It_keeps_no_thread_of_the_pool()
    {
        var input = new HeldInput();
        _ = InputEnd.Of(input);

        Assert.False(await input.WhenRead(1));

        input.Say([]);
    }

    [Fact]
    public async Task Input_that_breaks_is_not_taken_for_its_end()
    {
        var broken = new MemoryStream();
        await broken.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => InputEnd.Of(broken).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System));
    }

    /// <summary>Blocks who reads, as standard input does.</summary>
    private sealed class HeldInput : MemoryStream
    {
        private readonly BlockingCollection<byte[]> _said = [];
        private readonly TaskCompletionSource<bool>[] _reads = [new(), new(), new()];
        private int _count;

        public void Say(byte[] bytes) => _said.Add(bytes);

        /// <summary>Ends when it is read for this time; whether by a thread of the pool.</summary>
        public Task<bool> WhenRead(int time) => _reads[time - 1].Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        public override void CopyTo(Stream destination, int bufferSize)
        {
            var buffer = new byte[64];
            while (Read(buffer, 0, buffer.Length) is > 0 and var count)
                destination.Write(buffer, 0, count);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            _reads[_count++].SetResult(Thread.CurrentThread.IsThreadPoolThread);
            var said = _said.Take();
            said.CopyTo(buffer, offset);
            return said.Length;
        }
    }
}
