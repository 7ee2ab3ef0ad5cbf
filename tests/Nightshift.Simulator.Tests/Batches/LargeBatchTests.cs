using System.Text;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Batches;

/// <summary>Alone in the process: its memory is measured.</summary>
[CollectionDefinition(nameof(LargeBatchTests), DisableParallelization = true)]
[Collection(nameof(LargeBatchTests))]
public sealed class LargeBatchTests(ITestOutputHelper output)
{
    private const int Rows = 50_000;
    private const int Padding = 2_000;

    [Fact]
    public async Task A_full_batch_is_validated_and_answered_within_bounded_memory()
    {
        var time = new ManualTime();
        var clock = TimeProvider.System;
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromSeconds(10) }, time);
        var start = clock.GetTimestamp();
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent("batch"), "purpose");
        form.Add(new StreamContent(new RowStream(Rows)), "file", "in.jsonl");
        var file = (await server.Send(HttpMethod.Post, "/openai/v1/files", form)).Json;
        var uploaded = clock.GetElapsedTime(start);
        var before = (Allocated: GC.GetTotalAllocatedBytes(), Live: GC.GetTotalMemory(forceFullCollection: true));
        var id = (await server.Create(file.GetProperty("id").GetString()!)).Json.GetProperty("id").GetString()!;
        time.Advance(TimeSpan.FromSeconds(5));
        (await server.Poll(id)).Counts().Total.ShouldBe(Rows);
        var validated = clock.GetElapsedTime(start);
        time.Advance(TimeSpan.FromSeconds(5));
        (await server.Poll(id)).Counts().ShouldBe((Rows, Rows, 0));
        var answered = clock.GetElapsedTime(start);
        // What stays is next to nothing: the rows alone would be over 100 MB.
        var live = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine($"{file.GetProperty("bytes").GetInt64() / 1_000_000} MB: uploaded in {uploaded.TotalSeconds:0.0} s, validated in {(validated - uploaded).TotalSeconds:0.0} s, "
            + $"answered in {(answered - validated).TotalSeconds:0.0} s; {(GC.GetTotalAllocatedBytes() - before.Allocated) / 1_000_000} MB allocated, {live / 1_000_000} MB live");
        (live - before.Live).ShouldBeLessThan(50_000_000);
    }

    /// <summary>Rows that are made as they are read.</summary>
    private sealed class RowStream(int rows) : Stream
    {
        private byte[] _row = [];
        private int _at;
        private int _next;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at == _row.Length)
            {
                if (_next == rows)
                    return 0;
                (_row, _at) = (Encoding.UTF8.GetBytes(BatchCaller.Row($"r-{_next++}", new string('x', Padding))), 0);
            }

            var taken = Math.Min(count, _row.Length - _at);
            Array.Copy(_row, _at, buffer, offset, taken);
            _at += taken;
            return taken;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
