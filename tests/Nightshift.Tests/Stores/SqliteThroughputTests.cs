using Nightshift.Model;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Stores;

/// <summary>Prints where the store stands; the machine decides too much of it to assert anything.</summary>
public sealed class SqliteThroughputTests(ITestOutputHelper output)
{
    private const int Workers = 8;
    private const int Chunk = 64;
    private const int BatchChunk = 2_000;

    private static readonly byte[] Record = [.. "{\"text\":\""u8, .. Enumerable.Repeat((byte)'x', 200), .. "\"}"u8];

    [Fact]
    public async Task Rows_go_through_intake_sending_and_settling()
    {
        var rows = int.Parse(Environment.GetEnvironmentVariable("NIGHTSHIFT_ROWS") ?? "20000");
        using var folder = new TemporaryFolder();
        await using var store = SqliteStore.Open(folder.Path, TimeProvider.System);
        var job = (await store.AddJobAsync(new NewJob("k", "n", "{}"))).Id;
        var random = new Random(1);

        await Measure("append", rows, async () =>
        {
            for (var from = 0; from < rows; from += 5_000)
            {
                var chunk = Enumerable.Range(from, Math.Min(5_000, rows - from)).Select(NewRow);
                await store.AppendRowsAsync(job, [.. chunk], from);
            }
        });
        await Measure("seal", rows, () => store.SealAsync(job, ["text"], useCache: true).AsTask());
        var before = store.Commits;
        await Measure("claim, mark sent, settle", rows, () => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(Work))));
        output.WriteLine($"in {store.Commits - before} commits");
        await Measure("read", rows, async () =>
        {
            await foreach (var row in store.ReadResultsAsync(job))
                row.State.ShouldBe(RowState.Succeeded);
        });

        NewRow NewRow(int index)
            => new(index, index + 2, null, Record, new RequestHash(new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64())));

        async Task Work()
        {
            while (await store.ClaimAsync(job, Chunk) is { Count: > 0 } claimed)
            {
                var sent = (await store.MarkSentAsync([.. claimed.Select(row => row.Lease)])).Leases;
                await store.SettleAsync([.. sent.Select(Complete)]);
            }
        }
    }

    [Fact]
    public async Task Batches_are_sealed_read_given_back_and_settled()
    {
        var rows = int.Parse(Environment.GetEnvironmentVariable("NIGHTSHIFT_ROWS") ?? "20000");
        using var folder = new TemporaryFolder();
        await using var store = SqliteStore.Open(folder.Path, TimeProvider.System);
        var job = (await store.AddJobAsync(new NewJob("k", "n", "{}"))).Id;
        foreach (var chunk in Enumerable.Range(0, rows).Select(index => new NewRow(index, index + 2, null, Record, null)).Chunk(5_000))
            await store.AppendRowsAsync(job, chunk, chunk[^1].Index + 1);
        await store.SealAsync(job, [], useCache: false);

        Lease[] leases = [];
        await Measure("claim", rows, async () => leases = [.. (await store.ClaimAsync(job, rows)).Select(row => row.Lease)]);
        await Measure("seal", rows, () => SealAsync("first"));
        await Measure("give back", rows, () => store.ReleaseAsync(leases).AsTask());
        leases = [.. (await store.ClaimAsync(job, rows)).Select(row => row.Lease)];
        var batch = await SealAsync("second");
        await Measure("read", rows, async () => (await store.ReadBatchRowsAsync(batch.Id)).ShouldAllBe(row => row.IsOpen));
        await Measure("settle", rows, async () =>
        {
            foreach (var chunk in leases.Chunk(BatchChunk))
                await store.SettleAsync([.. chunk.Select(lease => Complete(lease))]);
        });
        (await store.FindJobAsync(job))!.Counts.Succeeded.ShouldBe(rows);

        async Task<Batch> SealAsync(string submission)
            => (await store.SealBatchAsync(new NewBatch(job, submission, "a", "m", 1, "00", 1), leases)).ShouldNotBeNull();
    }

    private static Settlement Complete(Lease lease) => new(
        lease,
        new Verdict.Complete(new Answer("billing", Record, "m-1")),
        new Attempt(
            "answered", TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(1), 200, "req-0123456789", new Usage(120, 5), 0.000012m));

    private async Task Measure(string what, int rows, Func<Task> work)
    {
        var (start, cpu) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await work();
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        output.WriteLine($"{what}: {rows / elapsed.TotalSeconds:N0} rows/s, {cpu.TotalMicroseconds / rows:N1} µs of CPU each");
    }
}
