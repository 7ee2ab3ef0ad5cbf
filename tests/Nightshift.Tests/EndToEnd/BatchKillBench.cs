using System.Globalization;
using Nightshift.Model;
using Nightshift.Simulator;
using Nightshift.Simulator.Faults;
using Nightshift.Stores;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.Batching;

namespace Nightshift.Tests.EndToEnd;

/// <summary>A job of several batches that is killed again and again, at a provider that survives it, and what must hold in the end.</summary>
internal sealed class BatchKillBench : IAsyncDisposable
{
    private static readonly TimeSpan BatchDelay = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _folder = new();
    private readonly SimulatorServer _provider;
    private readonly (string Name, string? Value)[] _keys;
    private readonly string[] _command;
    private readonly BatchKillFigures _figures;
    private readonly int _rows;

    private BatchKillBench(Dialect dialect, int rows, TimeSpan listLag, SimulatorServer provider, Random random, BatchKillFigures figures)
    {
        (_rows, _provider, _figures) = (rows, provider, figures);
        _keys = [(dialect.KeyVariable!, "sk-test"), ("FIREWORKS_ACCOUNT_ID", "acme")];
        // Anthropic asks for ten seconds between two looks: there the first one comes when the batch has ended.
        var poll = dialect.Name == "anthropic" ? BatchDelay * 1.2 : TimeSpan.FromSeconds(0.05);
        Directory.CreateDirectory(Home);
        _folder.Write("home/nightshift.yaml", string.Create(CultureInfo.InvariantCulture, $"""
            providers:
              {dialect.Provider}:
                batch:
                  protocol: {dialect.BatchApi ?? dialect.Provider}
                  most_rows: 100
                  poll_seconds: {poll.TotalSeconds}
                  list_lag_seconds: {listLag.TotalSeconds}
            """));
        _command =
        [
            "run", _folder.Write("rows.csv", EchoRows.Csv(rows, random)), "--id", "id", "--model", $"{dialect.Provider}/{EchoRows.Model}", "--prompt", EchoRows.Prompt,
            "--base-url", $"{provider.BaseAddress}{dialect.Path}", "--strategy", "cheapest", "-o", Output,
        ];
    }

    private string Home => _folder["home"];

    private string Output => _folder["answers.jsonl"];

    /// <summary>A job and its provider.</summary>
    /// <param name="dialect">Whose batches.</param>
    /// <param name="random">The input's.</param>
    /// <param name="figures">Gets what its kills come to.</param>
    /// <param name="rows">Its rows: a hundred are a batch.</param>
    /// <param name="listLag">How long the program takes the provider's lists to lag; null for half a second.</param>
    /// <param name="faults">What befalls it beside.</param>
    public static async Task<BatchKillBench> CreateAsync(
        Dialect dialect, Random random, BatchKillFigures figures, int rows = 300, TimeSpan? listLag = null, params IEnumerable<string> faults)
    {
        var options = new SimulatorOptions { BatchDelay = BatchDelay, Faults = [.. faults.Select(FaultRule.Parse)] };
        return new(dialect, rows, listLag ?? TimeSpan.FromSeconds(0.5), await SimulatorServer.StartAsync(options), random, figures);
    }

    /// <summary>Runs until it kills itself at the nth passing of a named point.</summary>
    public async Task KillAtAsync(string point, int nth)
    {
        await using var process = Start(("NIGHTSHIFT_FAILPOINT", $"{point}:{nth}:kill"));
        var ended = await process.EndAsync();
        ended.Code.ShouldBe(KillBench.KilledCode, $"the failpoint must fire: {point}, passed {nth} times. {ended.Output} {ended.Errors}");
        await BookKillAsync(point);
    }

    /// <summary>Runs for so long and is killed; false when it had ended.</summary>
    public async Task<bool> KillAfterAsync(TimeSpan time)
    {
        await using var process = Start();
        await Task.Delay(time, TimeProvider.System, CancellationToken.None);
        if (process.HasExited)
            return false;
        process.Kill();
        await process.EndAsync();
        await BookKillAsync("at random");
        return true;
    }

    /// <summary>Runs to the end, then holds everything against what must be.</summary>
    public async Task FinishAsync()
    {
        await using var last = Start();
        var finished = await last.EndAsync();
        finished.Code.ShouldBe(0, $"{finished.Output} {finished.Errors}");
        EchoRows.Check(Output, _rows);
        var books = _provider.Ledger;
        books.BatchesByPrefix(12).Values.ShouldAllBe(count => count == 1, "a batch that is made twice is paid twice");
        books.ExecutedLines().Values.Sum().ShouldBe(_rows, "no row is paid twice");
        books.Files().Where(file => file.Deleted is null).Select(file => file.Name).ShouldBeEmpty("nothing of ours stays at the provider");
        Directory.EnumerateFiles(Path.Combine(Home, "spool", "batches")).ShouldBeEmpty();

        await using var store = SqliteStore.OpenReadOnly(Home);
        (await store.CheckAsync().ToListAsync()).ShouldBeEmpty();
        var batches = await store.ListBatchesAsync();
        batches.ShouldAllBe(batch => batch.State == BatchState.Cleaned);
        // Fireworks' books have the last part of a name alone.
        books.Batches().Select(batch => LastPart(batch.Id)).Order().ShouldBe(batches.Select(batch => LastPart(batch.RemoteId!)).Order(), "the store knows each batch, and no other was made");
        _figures.Finished(_rows, batches.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    private static string LastPart(string name) => name.Split('/')[^1];

    private NightshiftProcess Start(params (string Name, string? Value)[] environment) => NightshiftProcess.Start(Home, _command, [.. _keys, .. environment]);

    private async Task BookKillAsync(string place) => _figures.Killed(place, (await BatchesAsync()).Select(batch => batch.State));

    private async Task<IReadOnlyList<Batch>> BatchesAsync()
    {
        if (!StoreFolder.Exists(Home))
            return [];
        try
        {
            await using var store = SqliteStore.OpenReadOnly(Home);
            return await store.ListBatchesAsync();
        }
        catch (StoreException)
        {
            // The kill came before the store had its tables.
            return [];
        }
    }
}
