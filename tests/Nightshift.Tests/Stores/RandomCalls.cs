using System.Text;
using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Stores;

/// <summary>
/// Draws calls to a store, sensible and late ones: on few jobs, with few different requests, and with leases old and new.
/// </summary>
internal sealed class RandomCalls(Random random, ManualTime time)
{
    private readonly RandomBatchCalls _batches = new(random);
    private readonly RandomScheduleCalls _schedules = new(random);
    private readonly List<Lease> _leases = [];
    private long _jobs;

    /// <summary>Some that are soon used up and some that never are.</summary>
    public static IReadOnlyList<Budget> Budgets { get; } =
    [
        new(0.05m), new(0.004m) { Period = BudgetPeriod.Day }, new(0.01m) { Job = new JobId(2) }, new(0.02m) { Provider = "p1", Period = BudgetPeriod.Month }, new(0.003m) { Tag = "t1" },
    ];

    /// <summary>Makes the call; what the store said, and the leases that it gave.</summary>
    internal delegate Task<(string Text, IReadOnlyList<Lease> Leases)> Call(IStore store);

    public void Saw(IReadOnlyList<Lease> leases) => _leases.AddRange(leases);

    public (string Name, Call Call) Next()
    {
        time.Advance(TimeSpan.FromMilliseconds(random.Next(120_000)));
        var job = new JobId(random.NextInt64(Math.Max(1, _jobs - 2), _jobs + 1));
        return random.Next(100) switch
        {
            < 8 => Take(),
            < 22 => _batches.Next(job, Draw(), Judge),
            < 45 => ("claim", Claim(job, random.Next(1, 5))),
            < 57 => ("mark sent", MarkSent(Draw())),
            < 60 => _schedules.Next(job),
            < 64 => ("release", Release(Draw())),
            < 86 => ("settle", Settle([.. Draw().Select(Judge)])),
            < 88 => ("recover", async store => ($"{await store.RecoverAsync()}", [])),
            < 92 => ("retry failed", async store => ($"{await store.RetryFailedAsync(job)}", [])),
            < 94 => ("cancel", async store => ($"{await store.CancelAsync(job)}", [])),
            < 95 => ("remove", Silent(store => store.RemoveJobAsync(job))),
            < 96 => ("route", Silent(store => store.SetRouteAsync(job, "live calls", [new LaneOut("openai/m", time.GetUtcNow(), "no key")]))),
            < 98 => ("pause", Silent(store => store.SetJobStateAsync(job, JobState.Paused, "no quota"))),
            _ => ("resume", Silent(store => store.SetJobStateAsync(job, JobState.Running))),
        };
    }

    private (string Name, Call Call) Take()
    {
        var job = new JobId(++_jobs);
        var useCache = random.Next(2) == 0;
        var rows = Enumerable.Range(0, random.Next(12)).Select(NewRow).ToArray();
        string[] tags = [.. Enumerable.Range(0, random.Next(3)).Select(tag => $"t{tag}")];
        return ($"take in {rows.Length} rows as job {job}", async store =>
        {
            var added = await store.AddJobAsync(new NewJob($"key {job}", "n", "{}") { Provider = $"p{job.Value % 3}", Model = "m", Tags = tags });
            added.Id.ShouldBe(job);
            var duplicates = await store.AppendRowsAsync(job, rows, rows.Length);
            await store.SealAsync(job, ["a", "b"], useCache);
            return (string.Join(' ', duplicates), []);
        });
    }

    private NewRow NewRow(int index) => new(
        index,
        index + 1,
        random.Next(3) == 0 ? $"u{random.Next(40)}" : null,
        Encoding.UTF8.GetBytes($"{{{index}}}"),
        random.Next(4) == 0 ? null : new RequestHash((UInt128)(uint)random.Next(10) << 121),
        random.Next(12) == 0 ? "bad" : null);

    private Lease[] Draw() => [.. Enumerable.Range(0, random.Next(5)).Where(_ => _leases.Count > 0).Select(_ => DrawOne())];

    /// <summary>Mostly a recent one.</summary>
    private Lease DrawOne()
        => _leases[random.Next(4) == 0 ? random.Next(_leases.Count) : random.Next(Math.Max(0, _leases.Count - 12), _leases.Count)];

    private Settlement Judge(Lease lease)
    {
        Verdict verdict = random.Next(10) switch
        {
            < 5 => new Verdict.Complete(new Answer($"answer {random.Next(1000)}", Encoding.UTF8.GetBytes($"body {lease}"), null)),
            < 8 => new Verdict.Retry(
                time.GetUtcNow() + TimeSpan.FromSeconds(random.Next(-10, 300)),
                random.Next(2) == 0,
                random.Next(3) == 0 ? random.Next(1, 99) : null) { IsReturn = random.Next(3) == 0 },
            8 => new Verdict.Expire("too late"),
            _ => new Verdict.Fail("refused", "no"),
        };
        Usage? usage = random.Next(2) == 0 ? new Usage(random.Next(100), random.Next(9), random.Next(3), random.Next(3)) : null;
        decimal? cost = random.Next(5) == 0 ? null : random.Next(1_000_000) / 1_000_000_000m;
        var attempt = new Attempt("word", time.GetUtcNow(), TimeSpan.FromSeconds(1), 200, null, usage, usage is null ? null : cost, (AnswerMode)random.Next(2))
        {
            LiveUsd = random.Next(2) == 0 ? null : random.Next(1_000_000) / 1_000_000_000m,
            Model = random.Next(4) == 0 ? "other" : null,
            IsUncertain = random.Next(4) == 0,
            Batch = random.Next(4) == 0 ? new BatchId(7) : null,
        };
        return new(lease, verdict, attempt);
    }

    private static Call Claim(JobId job, int max) => async store =>
    {
        var rows = await store.ClaimAsync(job, max);
        var text = string.Join(' ', rows.Select(row => $"{row} {Encoding.UTF8.GetString(row.Record.Span)}"));
        return (text, [.. rows.Select(row => row.Lease)]);
    };

    /// <summary>With money set aside, now and then under a budget that has no room for all.</summary>
    private Call MarkSent(Lease[] leases)
    {
        var reservation = random.Next(3) == 0 ? null : new Reservation(random.Next(1_000) / 1_000_000m, [.. Budgets.Where(_ => random.Next(2) == 0)]);
        return async store =>
        {
            var departure = await store.MarkSentAsync(leases, reservation);
            return ($"{string.Join(' ', departure.Leases)} {departure.Lacking?.Budget}", []);
        };
    }

    private static Call Release(Lease[] leases) => Silent(store => store.ReleaseAsync(leases));

    private static Call Settle(Settlement[] settlements) => async store => (string.Join(' ', await store.SettleAsync(settlements)), []);

    private static Call Silent(Func<IStore, ValueTask> call) => async store =>
    {
        await call(store);
        return ("", []);
    };
}
