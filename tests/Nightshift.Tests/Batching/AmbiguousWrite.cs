using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Simulator.Faults;

namespace Nightshift.Tests.Batching;

/// <summary>One write at a provider of which nobody is told what became, in a job of three batches.</summary>
/// <param name="Dialect">Whose batches.</param>
/// <param name="Call">Which writes are counted: <c>create</c> or <c>upload</c>.</param>
/// <param name="Nth">Which of them it meets.</param>
/// <param name="Fault">What it meets.</param>
/// <param name="Lag">How long what was made is missing from lists, as the simulator takes it; null for not at all.</param>
/// <param name="Restarts">Whether the engine ends at once afterwards and another goes on.</param>
internal sealed record AmbiguousWrite(string Dialect, CallKind Call, int Nth, string Fault, string? Lag, bool Restarts)
{
    private const int Rows = 30;
    private const int MostRows = 12;

    private static readonly string[] Faults =
        ["execute-then-reset", "execute-then-500", "execute-then-timeout", "execute-then-truncate", "execute-then-garbage", "drop-before-execute"];

    /// <summary>Every kind of it, in no order.</summary>
    public static AmbiguousWrite[] All(Random random)
    {
        var all = new List<AmbiguousWrite>();
        foreach (var dialect in Batching.Dialect.All)
        {
            foreach (var call in dialect.Terms.Protocol.UploadsFile ? new[] { CallKind.Create, CallKind.Upload } : [CallKind.Create])
            {
                all.AddRange(
                    from fault in Faults
                    from lag in new[] { null, "30s", "90s" }
                    from restarts in new[] { false, true }
                    select new AmbiguousWrite(dialect.Name, call, 1 + random.Next(3), fault, lag, restarts));
            }
        }

        var mixed = all.ToArray();
        random.Shuffle(mixed);
        return mixed;
    }

    /// <summary>Runs the job into it and to the end, and holds what the provider has in its books against what must be.</summary>
    public async Task RunAsync()
    {
        await using var bench = await BatchJobBench.CreateAsync(Dialect, Rules());
        bench.Terms = terms => terms with { MostRows = MostRows };
        var request = bench.Request(Rows);
        if (Restarts)
            await RunUntilAsync(bench, request, () => Fired(bench) > 0);
        var end = await bench.RunAsync(request);

        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        Fired(bench).ShouldBe(1, "the fault must fire");
        var rows = await bench.CheckAsync(end.Job.Id);
        rows.Count(row => row.State == RowState.Succeeded).ShouldBe(Rows, "no row is lost");
        bench.Provider.Ledger.ExecutedLines().Values.Sum().ShouldBe(Rows, "no row is paid twice");
        bench.Provider.Ledger.Batches().Count.ShouldBe((await bench.BatchesAsync()).Count, "each batch was made once");
    }

    private long Fired(BatchJobBench bench) => bench.Provider.Ledger.Totals.Faults.GetValueOrDefault(Fault);

    private IEnumerable<FaultRule> Rules()
    {
        yield return FaultRule.Parse($"{Fault}:call={Call},nth={Nth}");
        if (Lag is null)
            yield break;
        yield return FaultRule.Parse($"batch-hidden:delay={Lag}");
        yield return FaultRule.Parse($"file-hidden:delay={Lag}");
    }

    private static async Task RunUntilAsync(BatchJobBench bench, JobRequest request, Func<bool> condition)
    {
        using var stop = new CancellationTokenSource();
        var run = bench.RunAsync(request, new RunControl(stop.Token, stop.Token));
        while (!run.IsCompleted && !condition())
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        await stop.CancelAsync();
        await run;
    }
}
