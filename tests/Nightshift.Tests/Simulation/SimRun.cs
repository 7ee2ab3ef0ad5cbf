using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Stores.InMemory;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Simulation;

/// <summary>
/// A machine, a provider and the engine between them, on one thread and a moved clock. Jobs are taken in, programs are started, die and
/// are started again until all is done; then what is there is held against what must be.
/// </summary>
internal sealed partial class SimRun : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly TemporaryFolder _folder = new();
    private readonly SimPlan _plan;
    private readonly SimLoop _loop;
    private readonly SimProcess _world;
    private readonly SimChaos _chaos;
    private readonly SimOracle _oracle;
    private readonly SimProvider _provider;
    private readonly List<JobId> _jobs = [];
    private readonly HashSet<JobId> _cancelled = [];
    private readonly SimStoreTime _storeTime;
    private IStore? _store;
    private SimHost? _host;
    private int _starts;
    private string? _broken;

    private SimRun(SimPlan plan)
    {
        _plan = plan;
        _loop = new SimLoop(plan.Seed, _time, mostSteps: 20_000_000);
        _world = new SimProcess(_loop, _time);
        _chaos = new SimChaos(plan.Seed);
        _oracle = new SimOracle(_time);
        _storeTime = new SimStoreTime(_time);
        _provider = new SimProvider(_world, _time, _chaos, _oracle);
    }

    /// <summary>Runs a plan to its end, with faults or without.</summary>
    public static SimReport Run(SimPlan plan, bool withFaults)
    {
        using var run = new SimRun(plan);
        return run.Run(withFaults);
    }

    public void Dispose()
    {
        CloseStore();
        _folder.Dispose();
    }

    private SimReport Run(bool withFaults)
    {
        if (withFaults)
            _chaos.Begin();
        try
        {
            _loop.Run(_world.Start(() => LiveWatchedAsync(withFaults)));
            _oracle.Check(Store());
            _oracle.Reconcile();
        }
        catch (Exception e)
        {
            _broken ??= $"I13: {e}";
        }

        return new SimReport(_loop.FirstEscape ?? _oracle.Broken ?? _broken, _loop.Digest, _loop.Steps, _loop.Escapes, _time.Elapsed, _chaos.Counts, _oracle)
        {
            AfterFaults = _time.Elapsed - _calmSince,
            Patience = _patience,
            Results = _broken is null ? [.. _jobs.Select((job, place) => _cancelled.Contains(job) ? null : Describe(job))] : [],
        };
    }

    private async Task<bool> LiveWatchedAsync(bool withFaults)
    {
        var living = LiveAsync(withFaults);
        while (!living.IsCompleted && Fault is null)
        {
            _oracle.CheckProgress();
            await Task.WhenAny(living, Task.Delay(TimeSpan.FromSeconds(10), _time));
        }

        return Fault is null && await living;
    }

    private async Task<bool> LiveAsync(bool withFaults)
    {
        if (!withFaults)
            _oracle.IsQuiet(clockIsBehind: TimeSpan.Zero);
        var trouble = withFaults ? MakeTroubleAsync() : Task.CompletedTask;
        while (_jobs.Count < _plan.Jobs.Count || _jobs.Any(job => !IsOver(job)))
        {
            await ServeAsync();
            if (Fault is not null)
                return false;
        }

        // What failed for the faults' sake is sent again on a good day: then nothing may differ from a run without faults.
        _isOver = true;
        await trouble;
        foreach (var job in _jobs)
        {
            while (HasTransientFailures(job) && Fault is null)
                await SendAgainAsync(job);
        }

        return true;
    }

    private string? Fault => _oracle.Broken ?? _broken;

    private async Task ServeAsync()
    {
        var host = await StartAsync();
        if (host is null)
            return;
        if (_jobs.Count < _plan.Jobs.Count && (_jobs.Count == 0 || _chaos.Happens(0.5)))
            await SubmitAsync(host, _plan.Jobs[_jobs.Count]);
        do
        {
            await Task.WhenAll(_jobs.Where(job => !IsOver(job)).Select(job => CarryOnAsync(host, job)));
            await Task.Delay(TimeSpan.FromSeconds(_chaos.Between(0.1, 10)), _time);
        }
        while (!host.Process.IsDead && Fault is null && _jobs.Any(job => !IsOver(job)) && _chaos.Happens(0.5));
        if (!host.Process.IsDead)
            Kill(host);
    }

    private async Task<SimHost?> StartAsync()
    {
        var process = new SimProcess(_loop, _time);
        var host = new SimHost(process, new SimStore(Store(), process, _chaos, _oracle), _storeTime, _provider, _folder["home"], seed: _plan.Seed + ++_starts);
        _host = host;
        if (await host.OpenAsync())
            return host;
        if (!process.IsDead)
            Kill(host);
        await Task.Delay(TimeSpan.FromSeconds(_chaos.Between(0.1, 5)), _time);
        return null;
    }

    private async Task CarryOnAsync(SimHost host, JobId job)
    {
        _oracle.Begins(job);
        try
        {
            var end = await host.CarryOnAsync(job);
            if (end is null)
                return;
            _chaos.Count($"run: {end.Ending}");
            _oracle.AtRest(job);
        }
        catch (StoreException)
        {
            // The program ends; the next start finds what the store has.
            _chaos.Count("run: ended by the store");
            Kill(host);
        }
        catch (Exception e) when (host.Process.IsDead is false)
        {
            _broken ??= $"a run threw {e}";
        }
    }

    private async Task SendAgainAsync(JobId job)
    {
        var host = (await StartAsync())!;
        await host.Process.Start(() => host.Engine!.RetryFailedAsync(job));
        await CarryOnAsync(host, job);
        Kill(host);
    }

    private void Kill(SimHost host)
    {
        if (host.Process.IsDead)
            return;
        _oracle.Died();
        host.Process.Kill();
        host.Dispose();
        CloseStore();
    }

    private IStore Store() => _store ??= _plan.OnDisk ? SqliteStore.Open(_folder["home"], _storeTime) : new InMemoryStore(_storeTime);

    // What is in memory survives as what is on a disk does.
    private void CloseStore()
    {
        if (_store is not SqliteStore sqlite)
            return;
        _store = null;
        SimProcess.Block(async () =>
        {
            await sqlite.DisposeAsync();
            return true;
        });
    }

    private bool IsOver(JobId job) => SimProcess.Block(() => Store().FindJobAsync(job)) is { } found && found.Counts.Done == found.Counts.Total;

    private bool HasTransientFailures(JobId job) => !_cancelled.Contains(job) && Rows(job).Any(IsTransient);

    // A long answer whose limit did not get to grow, its attempts being used up by faults, is one too.
    private bool IsTransient(RowResult row) =>
        row.ErrorCode is "retries_exhausted" or "quarantined" || (row.ErrorCode is "truncated" && _oracle.PromptOf(row.Id).StartsWith("long", StringComparison.Ordinal));

    private List<RowResult> Rows(JobId job) => SimProcess.Block(() => Store().ReadResultsAsync(job).ToListAsync());

    private List<string> Describe(JobId job) => [.. Rows(job).Select(row => $"{row.Id} {row.State} {row.ErrorCode} {row.Answer?.Output}")];
}
