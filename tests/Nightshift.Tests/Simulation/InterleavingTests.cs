using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Stores.InMemory;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Simulation;

/// <summary>Two claims of one row, its sending, its answer, a cancel and the voiding of all leases, in every order there is, on both stores.</summary>
public sealed class InterleavingTests(ITestOutputHelper output)
{
    private static readonly string[] Steps = ["claim", "claim", "send", "complete", "complete", "cancel", "recover"];

    [Fact]
    public async Task In_every_order_a_row_has_one_end_and_one_answer_at_most()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        await using var reference = new InMemoryStore(time);
        await using var sqlite = SqliteStore.Open(folder["home"], time);
        var ends = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var order in Orders(Steps))
        {
            var name = string.Join(", ", order);
            var said = await PlayAsync(reference, order, name);
            (await PlayAsync(sqlite, order, name)).ShouldBe(said, name);
            ends[said[^1]] = ends.GetValueOrDefault(said[^1]) + 1;
        }

        (await reference.CheckAsync().ToListAsync()).ShouldBeEmpty();
        (await sqlite.CheckAsync().ToListAsync()).ShouldBeEmpty();
        output.WriteLine($"{ends.Values.Sum()} orders: {string.Join("; ", ends.Select(end => $"{end.Key} {end.Value}"))}");
        ends.Count.ShouldBeGreaterThan(3, "an order of steps must matter");
    }

    private static async Task<List<string>> PlayAsync(IStore store, IReadOnlyList<string> order, string name)
    {
        var job = (await store.AddJobAsync(new NewJob(name, "one row", "{}"))).Id;
        await store.AppendRowsAsync(job, [new NewRow(0, 1, null, "{}"u8.ToArray(), null)], 1);
        await store.SealAsync(job, [], useCache: false);
        var (leases, accepted, said, was) = (new List<Lease>(), 0, new List<string>(), RowState.Pending);
        foreach (var step in order)
        {
            accepted += await StepAsync(store, job, step, leases);
            var row = await store.ReadResultsAsync(job).SingleAsync();
            var found = (await store.FindJobAsync(job))!;
            (found.Counts.Total, found.Counts[row.State]).ShouldBe((1, 1), name);
            (was.IsTerminal() && row.State != was).ShouldBe(was == RowState.Cancelled && row.State == RowState.Succeeded, $"{name}: from {was} to {row.State}");
            (row.State == RowState.Succeeded).ShouldBe(accepted == 1, name);
            accepted.ShouldBeLessThanOrEqualTo(1, name);
            was = row.State;
            said.Add($"row {row.State}, job {found.State}, {found.Spend.Attempts} in the ledger");
        }

        leases.Select(lease => lease.Epoch).ShouldBe(Enumerable.Range(1, leases.Count), "epochs rise by one");
        if (!was.IsTerminal())
            await store.CancelAsync(job);
        await store.RecoverAsync();
        (await store.FindJobAsync(job))!.Counts.Done.ShouldBe(1, name);
        return said;
    }

    /// <summary>One step; how many answers it made the row's.</summary>
    private static async Task<int> StepAsync(IStore store, JobId job, string step, List<Lease> leases)
    {
        switch (step)
        {
            case "claim":
                leases.AddRange((await store.ClaimAsync(job, 1)).Select(row => row.Lease));
                return 0;
            case "send":
                (await store.MarkSentAsync(leases)).Leases.Count.ShouldBeLessThanOrEqualTo(1);
                return 0;
            case "cancel":
                await store.CancelAsync(job);
                return 0;
            case "recover":
                await store.RecoverAsync();
                return 0;
            default:
                var attempt = new Attempt("answered", default, TimeSpan.Zero);
                var results = await store.SettleAsync([.. leases.Select(lease =>
                    new Settlement(lease, new Verdict.Complete(new Answer($"of epoch {lease.Epoch}", default, null)), attempt))]);
                return results.Count(result => result != SettleResult.Stale);
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Orders(IReadOnlyList<string> steps) => steps.Count == 0
        ? [[]]
        : steps.Distinct().SelectMany(first => Orders(Without(steps, first)).Select(rest => (IReadOnlyList<string>)[first, .. rest]));

    private static List<string> Without(IReadOnlyList<string> steps, string one)
    {
        List<string> rest = [.. steps];
        rest.Remove(one);
        return rest;
    }
}
