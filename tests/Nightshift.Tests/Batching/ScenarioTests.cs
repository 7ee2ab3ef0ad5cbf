using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Simulator.Scenarios;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Batching;

/// <summary>
/// What providers do in the wild, each with every dialect: whatever happens, each row ends rightly, nothing is paid twice, nothing is left.
/// One alone: <c>NIGHTSHIFT_SCENARIO=gemini-inline:rows-malformed</c>.
/// </summary>
public sealed class ScenarioTests(ITestOutputHelper output)
{
    private const int Rows = 60;
    private static readonly string? Only = Environment.GetEnvironmentVariable("NIGHTSHIFT_SCENARIO");

    /// <summary>Scenarios after which the job may wait for its user: the cause concerns all rows, or, with xAI, a whole page of results cannot be read.</summary>
    private static readonly string[] Pausing = ["credit-runs-out", "model-not-in-batch", "file-quota-full", "spend-cap", "rows-malformed"];

    /// <summary>Those in which the provider fails rows, or does so (or loses them, or their ids) too often: a row comes back three times at the most.</summary>
    private static readonly string[] Failing = ["all-rows-failed", "rows-missing", "rows-shuffled", "mixed-results", "rows-empty", "errors-outside", "create-too-large", "rows-malformed"];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var dialect in Dialect.All)
            {
                foreach (var (scenario, index) in NamedScenarios.All.Keys.Select((scenario, index) => (scenario, index)))
                {
                    if (IsImpossible(dialect.Name, scenario) || (Only is not null && Only != $"{dialect.Name}:{scenario}"))
                        continue;
                    // Each scenario with the first of all, and with one of the others.
                    if (HowMany.All || Only is not null || dialect.Name == "openai" || Dialect.All[1 + (index % (Dialect.All.Count - 1))] == dialect)
                        cases.Add(dialect.Name, scenario);
                }
            }

            return cases;
        }
    }

    /// <summary>Without counts nobody can tell when a batch of xAI is over; results that come within one document have no line ends.</summary>
    private static bool IsImpossible(string dialect, string scenario) => (dialect, scenario) is ("xai", "counts-null") or ("gemini-inline", "crlf-results");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_row_ends_rightly(string dialect, string scenario)
    {
        await using var bench = await BatchJobBench.CreateAsync(dialect, NamedScenarios.Faults(scenario));
        bench.Terms = terms => terms with { MostRows = 25 };
        var end = await bench.RunAsync(bench.Request(Rows));
        var faults = bench.Provider.Ledger.Totals.Faults;
        output.WriteLine($"{end.Ending} {end.Reason}; {bench.Provider.Ledger.Batches().Count} batches in {bench.Time.Elapsed}; faults: {string.Join(", ", faults.Select(fault => $"{fault.Key} {fault.Value}"))}");

        var isPaused = Pausing.Contains(scenario) && end.Ending == Ending.Paused;
        if (!isPaused)
            end.Ending.ShouldBe(Ending.Finished, end.Reason);
        else
            end.Reason.ShouldNotBeNullOrWhiteSpace();
        // A batch that vanished takes the names of its results with it.
        var rows = await bench.CheckAsync(end.Job.Id, isClean: !isPaused && scenario != "vanished-batch");
        // Three windows of xAI's in which nothing was done are three batches without a result.
        if (!isPaused && !Failing.Contains(scenario) && (dialect, scenario) is not ("xai", "slow-batch"))
            rows.Where(row => row.State != RowState.Succeeded).Select(row => $"{row.Id}: {row.State} {row.ErrorCode} {row.Error}").ShouldBeEmpty();
    }
}
