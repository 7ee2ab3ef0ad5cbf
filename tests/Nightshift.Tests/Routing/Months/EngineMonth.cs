using Nightshift.Providers;
using System.Text;
using Nightshift.Engine;
using Nightshift.Engine.Reporting;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Sending;
using Nightshift.Simulator;
using Nightshift.Simulator.Accounting;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;
using Nightshift.Tests.Money;

namespace Nightshift.Tests.Routing.Months;

/// <summary>
/// A month of one strategy: the engine on a store of its own, over real HTTP to a simulator of its own, with a clock that jumps. Each night at
/// 22:00 a job of rows that nobody has seen begins, whether or not those of the nights before are done.
/// </summary>
internal sealed class EngineMonth : IAsyncDisposable
{
    private const string Model = "openai/echo";

    /// <summary>While calls are made the clock moves from timer to timer; at other times in larger steps, as of a machine that is slow to wake up.</summary>
    private static readonly TimeSpan CalmStep = TimeSpan.FromSeconds(10);

    /// <summary>A limit of calls a minute lets the next one through within that time.</summary>
    private static readonly TimeSpan Calling = TimeSpan.FromSeconds(70);

    private readonly Strategy _strategy;
    private readonly DrawnMonth _drawn;
    private readonly ManualTime _time;
    private readonly SimulatorServer _provider;
    private readonly TemporaryFolder _folder = new();
    private readonly ClockThread _thread;
    private TimeSpan _calledAt = -Calling;

    private EngineMonth(Strategy strategy, DrawnMonth drawn, ManualTime time, SimulatorServer provider)
    {
        (_strategy, _drawn, _time, _provider) = (strategy, drawn, time, provider);
        _thread = new ClockThread(time, NextStep);
    }

    public static async Task<MonthFigures> RunAsync(Strategy strategy, DrawnMonth drawn)
    {
        var time = new ManualTime(DrawnMonth.Begin);
        var provider = await SimulatorServer.StartAsync(new SimulatorOptions { BatchDelay = BatchFate.Least, Faults = [.. drawn.Rules()] }, time);
        await using var month = new EngineMonth(strategy, drawn, time, provider);
        return await Task.Factory.StartNew(() => month._thread.Run(month.RunAsync), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    private static string Text(int night, int row) => $"night {night:00}, row {row:0000}";

    private string Address => $"{_provider.BaseAddress}openai/v1";

    private TimeSpan NextStep(TimeSpan untilNext) => _time.Elapsed - _calledAt < Calling || untilNext > CalmStep ? untilNext : CalmStep;

    private async Task<MonthFigures> RunAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var engine = await OpenAsync();
        var jobs = await Task.WhenAll(Enumerable.Range(0, _drawn.Nights.Count).Select(night => NightAsync(engine, night)));
        var took = TimeProvider.System.GetElapsedTime(began);

        var spending = (await engine.Store.ReadSpendingAsync(DateOnly.MinValue, DateOnly.MaxValue)).ToLookup(one => one.Payer.Job);
        var (nights, lost) = (new List<NightFigures>(), 0L);
        foreach (var (night, job) in jobs.Index())
        {
            lost += await LostAsync(engine, night, job);
            nights.Add(new NightFigures(
                night, job.FinishedAt!.Value - job.CreatedAt, spending[job.Id].Sum(one => one.Sums.CostUsd), Answers(spending[job.Id], AnswerMode.Live),
                Answers(spending[job.Id], AnswerMode.Batch), await NightStory.TellAsync(engine.Store, job)));
        }

        var totals = _provider.Ledger.Totals;
        var report = await SpendingReport.ReadAsync(engine.Store, (DateOnly.MinValue, DateOnly.MaxValue), []);
        return new MonthFigures
        {
            Strategy = _strategy,
            Nights = nights,
            BilledUsd = totals.BillUsd,
            ReportedUsd = report.Total.CostUsd,
            Lost = lost,
            PaidTwice = totals.Executed + totals.Batches.ExecutedLines - ((long)DrawnMonth.RowsANight * nights.Count),
            Met = Met(_provider.Ledger.Batches()),
            Unsound = await engine.Store.CheckAsync().ToListAsync(),
            Effort = $"{_time.Elapsed.TotalDays:0.0} days in {took.TotalSeconds:0.0} s, {_thread.Steps} steps of the clock, {_thread.Stragglers} stragglers",
        };
    }

    private async Task<Job> NightAsync(NightshiftEngine engine, int night)
    {
        await Task.Delay(TimeSpan.FromDays(night), _time);
        var csv = new StringBuilder("text\n");
        for (var row = 0; row < DrawnMonth.RowsANight; row++)
            csv.Append($"\"{Text(night, row)}\"\n");
        var end = await engine.RunAsync(new JobRequest
        {
            Input = new InputSource(_folder.Write($"night-{night:00}.csv", csv.ToString())),
            Task = new TaskDefinition { Model = Model, Prompt = "{{text}}", MaxTokens = 100 },
            BaseUrl = Address,
            Strategy = _strategy,
            Deadline = _strategy == Strategy.Deadline ? DrawnMonth.Deadline : null,
            Lane = new LaneOptions { Rpm = DrawnMonth.Rpm },
        });
        end.Ending.ShouldBe(Ending.Finished, $"night {night}: {end.Reason}");
        return end.Job;
    }

    private Task<NightshiftEngine> OpenAsync() => NightshiftEngine.OpenAsync(new EngineOptions
    {
        Home = _folder["home"],
        Seed = 1,
        Time = _time,
        OpenStore = time => StoreOnTheSpot.Over(SqliteStore.Open(_folder["home"], time)),
        Prices = TestPrices.Simulated("openai"),
        Catalog = new ProviderCatalog([Batching.Dialect.Of("openai").With(terms => terms with { MostRows = DrawnMonth.RowsALot })]),
        CreateTransport = () => new HttpMessageInvoker(new TransportOnTheSpot { Exchanged = Note }),
        Environment = name => name switch { "OPENAI_API_KEY" => "sk-test", "OPENAI_BASE_URL" => Address, _ => null },
    });

    private void Note(Uri address)
    {
        if (address.AbsolutePath.EndsWith("/chat/completions", StringComparison.Ordinal))
            _calledAt = _time.Elapsed;
        else
            _thread.ExpectStragglers();
    }

    private static async Task<long> LostAsync(NightshiftEngine engine, int night, Job job)
    {
        var rows = await engine.Store.ReadResultsAsync(job.Id).ToListAsync();
        var own = rows.Index().Count(row => row.Item.State == RowState.Succeeded && row.Item.Answer!.Output == Text(night, row.Index));
        return DrawnMonth.RowsANight - own;
    }

    private static long Answers(IEnumerable<Spending> spending, AnswerMode mode) => spending.Where(one => one.Mode == mode).Sum(one => one.Sums.Answers);

    /// <summary>The fates that batches met, by the night in which they were made and their place in it.</summary>
    private Dictionary<FateOfBatch, int> Met(IReadOnlyList<LedgerBatch> batches) => batches.GroupBy(batch => batch.Arrival.Days)
        .SelectMany(night => night.Index().Select(batch => _drawn.Nights.ElementAtOrDefault(night.Key)?.ElementAtOrDefault(batch.Index)?.Ends))
        .OfType<FateOfBatch>().CountBy(ends => ends).ToDictionary();
}
