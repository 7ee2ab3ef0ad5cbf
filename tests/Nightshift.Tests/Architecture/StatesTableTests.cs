using System.Text;
using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Stores.InMemory;

namespace Nightshift.Tests.Architecture;

/// <summary>
/// docs/states.md holds what the store really does: each verb is tried on a row in each state, and the table is compared with the page.
/// NIGHTSHIFT_WRITE_DOCS=1 writes the page anew.
/// </summary>
public sealed class StatesTableTests
{
    private static readonly (string Name, Func<Bench, Task> Act)[] Verbs =
    [
        ("claim", bench => bench.ClaimAsync()),
        ("mark sent", bench => bench.Store.MarkSentAsync([bench.Lease]).AsTask()),
        ("seal into a batch", bench => bench.SealAsync()),
        ("release", bench => bench.Store.ReleaseAsync([bench.Lease]).AsTask()),
        ("settle: complete", bench => bench.SettleAsync(new Verdict.Complete(new Answer("yes", default, null)))),
        ("settle: retry", bench => bench.SettleAsync(new Verdict.Retry(default))),
        ("settle: fail", bench => bench.SettleAsync(new Verdict.Fail("refused", "no"))),
        ("settle: expire", bench => bench.SettleAsync(new Verdict.Expire("too late"))),
        ("cancel the job", bench => bench.Store.CancelAsync(bench.Job).AsTask()),
        ("retry the job", bench => bench.Store.RetryFailedAsync(bench.Job).AsTask()),
        ("start after a crash", bench => bench.Store.RecoverAsync().AsTask()),
    ];

    private static readonly (string State, Func<Bench, Task> Reach)[] States =
    [
        ("pending", _ => Task.CompletedTask),
        ("claimed", bench => bench.ClaimAsync()),
        ("sent", bench => bench.SendAsync()),
        (Bench.InBatch, async bench => { await bench.ClaimAsync(); await bench.SealAsync(); }),
        ("succeeded", async bench => { await bench.SendAsync(); await bench.SettleAsync(new Verdict.Complete(new Answer("first", default, null))); }),
        ("failed", async bench => { await bench.SendAsync(); await bench.SettleAsync(new Verdict.Fail("refused", "no")); }),
        ("cancelled", async bench => { await bench.ClaimAsync(); await bench.Store.CancelAsync(bench.Job); }),
        ("expired", async bench => { await bench.SendAsync(); await bench.SettleAsync(new Verdict.Expire("too late")); }),
    ];

    [Fact]
    public async Task The_page_says_what_the_store_does()
    {
        var page = SourceTree.Path("docs/states.md");
        var table = await TableAsync();
        if (Environment.GetEnvironmentVariable("NIGHTSHIFT_WRITE_DOCS") == "1")
            await File.WriteAllTextAsync(page, Around(await File.ReadAllTextAsync(page), table));
        Around(await File.ReadAllTextAsync(page), table).ShouldBe(await File.ReadAllTextAsync(page), "run with NIGHTSHIFT_WRITE_DOCS=1 to write it anew");
    }

    [Fact]
    public async Task The_page_names_every_state_of_a_batch()
    {
        var page = await File.ReadAllTextAsync(SourceTree.Path("docs/states.md"));
        foreach (var state in Enum.GetNames<BatchState>())
            page.ShouldContain(state == nameof(BatchState.NeedsProof) ? "| needs proof |" : $"| {state.ToLowerInvariant()} |");
    }

    private static async Task<string> TableAsync()
    {
        var table = new StringBuilder("| | " + string.Join(" | ", States.Select(state => $"**{state.State}**")) + " |\n|---|" + string.Concat(States.Select(_ => "---|")) + "\n");
        foreach (var (name, act) in Verbs)
        {
            table.Append($"| {name} |");
            foreach (var (state, reach) in States)
            {
                await using var bench = await Bench.CreateAsync();
                await reach(bench);
                (await bench.StateAsync()).ShouldBe(state);
                await act(bench);
                var after = await bench.StateAsync();
                table.Append(after == state ? " · |" : $" {after} |");
            }

            table.Append('\n');
        }

        return table.ToString();
    }

    private static string Around(string page, string table)
    {
        const string Begin = "<!-- rows: written by StatesTableTests -->\n";
        const string End = "<!-- end -->";
        var begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return page[..begin] + table + page[page.IndexOf(End, begin, StringComparison.Ordinal)..];
    }

    /// <summary>A store with one row.</summary>
    private sealed class Bench : IAsyncDisposable
    {
        public const string InBatch = "sent in a batch";

        public IStore Store { get; }

        public JobId Job { get; private init; }

        public Lease Lease { get; private set; }

        public static async Task<Bench> CreateAsync()
        {
            var store = new InMemoryStore(TimeProvider.System);
            var job = await store.AddJobAsync(new NewJob("key", "name", "{}"));
            await store.AppendRowsAsync(job.Id, [new NewRow(0, 2, null, "{}"u8.ToArray(), null)], 1);
            await store.SealAsync(job.Id, [], useCache: false);
            return new Bench(store) { Job = job.Id, Lease = new Lease(new RowId(job.Id, 0), 0) };
        }

        private Bench(IStore store) => Store = store;

        public async Task ClaimAsync()
        {
            if (await Store.ClaimAsync(Job, 1) is [var row])
                Lease = row.Lease;
        }

        public async Task SendAsync()
        {
            await ClaimAsync();
            await Store.MarkSentAsync([Lease]);
        }

        public async Task SealAsync() =>
            await Store.SealBatchAsync(new NewBatch(Job, $"submission {(await Store.ListBatchesAsync()).Count}", "account", "model", 1, "00", 1), [Lease]);

        public async Task SettleAsync(Verdict verdict) =>
            await Store.SettleAsync([new Settlement(Lease, verdict, new Attempt("answered", default, default))]);

        public async Task<string> StateAsync()
        {
            foreach (var batch in await Store.ListBatchesAsync())
            {
                if ((await Store.ReadBatchRowsAsync(batch.Id)).Any(row => row.IsOpen))
                    return InBatch;
            }

            return (await Store.ReadResultsAsync(Job).FirstAsync()).State.ToString().ToLowerInvariant();
        }

        public ValueTask DisposeAsync() => Store.DisposeAsync();
    }
}
