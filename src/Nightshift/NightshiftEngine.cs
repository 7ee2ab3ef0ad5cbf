using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Nightshift.Batching;
using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Providers;
using Nightshift.Queueing;
using Nightshift.Sending;
using Nightshift.Sinks;
using Nightshift.Stores;
using Nightshift.Stores.Sqlite;

namespace Nightshift;

/// <summary>
/// Runs datasets through models, durably. The way of a row: intake reads it; planning renders and checks its request; queueing claims it;
/// sending calls the provider; settling decides and commits; sinks write the output.
/// </summary>
/// <remarks>One engine owns its store: a second one on the same folder is refused. Safe for several callers at once.</remarks>
public sealed class NightshiftEngine : IAsyncDisposable
{
    private readonly EngineOptions _options;
    private readonly ProviderCatalog _providers;
    private int _nextSeed;
    private readonly ConcurrentDictionary<JobId, JobRun> _runs = new();
    private readonly Leftovers _leftovers = new();

    private NightshiftEngine(EngineOptions options, IStore store)
    {
        _options = options;
        _providers = options.Catalog;
        _nextSeed = options.Seed;
        Store = store;
    }

    /// <summary>What survives a crash: jobs, rows, answers, the ledger.</summary>
    public IStore Store { get; }

    /// <summary>Opens the store and puts right what a crash left: every intent without a fact is settled before anything new is sent.</summary>
    /// <exception cref="StoreException">The folder cannot be used, or another process owns it.</exception>
    public static async Task<NightshiftEngine> OpenAsync(EngineOptions options)
    {
        options = options with { Time = new SteadyTime(options.Time) };
        var store = options.OpenStore?.Invoke(options.Time) ?? SqliteStore.Open(options.Home, options.Time);
        try
        {
            await store.RecoverAsync();
            // What a crash left half written, before anybody writes anew.
            SweepSpool(options.Home, await store.ListBatchesAsync());
            return new NightshiftEngine(options, store);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>The whole way: takes the input in, sends, settles, writes the output. The same request again goes on where it stopped.</summary>
    /// <exception cref="InputException">The input cannot be used; nothing was sent.</exception>
    /// <exception cref="TaskException">The task cannot be used; nothing was sent.</exception>
    /// <exception cref="ConnectionException">The provider cannot be addressed; nothing was sent.</exception>
    /// <exception cref="OutputException">The output cannot be written; the results are in the store.</exception>
    public async Task<JobEnd> RunAsync(JobRequest request, IProgress<RunEvent>? progress = null, RunControl control = default)
    {
        var job = await SubmitAsync(request, progress, control.Stop);
        return await CarryOnAsync(job.Id, request.Output, progress, control);
    }

    /// <summary>Intake and planning: every row is in the store, rendered and checked, when this returns. Nothing is sent.</summary>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public async Task<Job> SubmitAsync(JobRequest request, IProgress<RunEvent>? progress = null, CancellationToken stop = default)
    {
        if (request.Output is { } output)
            JobResults.CheckWritable(output);
        // Before the key: no key helps where there is no batch API.
        if (request.Strategy == Strategy.Cheapest)
            CheckBatches(ConnectionSet.Locate(request.Task.Model, request.BaseUrl, _providers, _options.Environment));
        var connections = Connect(request.Task, request.BaseUrl, request.AllowInsecure);
        var spec = JobSpec.Of(request, connections, stop);
        foreach (var connection in connections.Usable)
            JobBudgets.CheckPrice(spec, connection, _options.Prices, _options.Budgets);
        var planner = new RowPlanner(spec, connections.First);
        var found = await Store.FindJobAsync(spec.Key(), stop);
        var job = found is null
            ? await Store.AddJobAsync(spec.ToNewJob(request.Name ?? Path.GetFileName(request.Input.DisplayName), connections), stop)
            : await RenewAsync(found, spec);
        progress?.Report(new RunEvent.Opened(job, found is null, connections));
        return job.State == JobState.Intake
            ? await new Intaker(Store, job, spec.Input, planner, _options.IntakeChunkRows, progress).RunAsync(request.Strict, spec.UseCache, stop)
            : job;
    }

    /// <summary>Queueing, sending and settling of what is left of a job that was taken in; then its output.</summary>
    /// <param name="id">The job.</param>
    /// <param name="output">Where the results go; null for where the job's own request said.</param>
    /// <param name="progress">Is told what happens.</param>
    /// <param name="control">Stops it.</param>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public async Task<JobEnd> CarryOnAsync(
        JobId id, OutputRequest? output = null, IProgress<RunEvent>? progress = null, RunControl control = default)
    {
        var job = await FindAsync(id);
        progress?.Report(new RunEvent.Sending(job));
        var end = await SendAsync(job, progress, control);
        if (end.Ending is Ending.Finished or Ending.Cancelled && end.IsOver && (output ?? JobResults.OutputOf(job)) is { } target)
        {
            progress?.Report(new RunEvent.Writing(target.Path));
            await WriteAsync(end.Job, target);
        }

        return end;
    }

    /// <summary>
    /// Looks once at what a job that is over has left at its provider: batches that its rows have left, and files. What those cost is booked, what has
    /// ended is deleted; the job's output stays as it is.
    /// </summary>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public async Task LookAfterAsync(JobId id, RunControl control = default) => await SendAsync(await FindAsync(id), progress: null, control with { Once = true });

    /// <summary>Makes a job's failed rows ready to be sent again, for <see cref="CarryOnAsync"/>; how many.</summary>
    public async Task<long> RetryFailedAsync(JobId id)
    {
        // Whoever wants the job now does not want it cancelled by a wish of before.
        CancelRequests.Done(_options.Home, id);
        return await Store.RetryFailedAsync(id);
    }

    /// <summary>
    /// Deletes what is left of ours at providers: what ingested batches left behind, and old uploads of ours that no batch needs. One thing
    /// after the other; what came of each is told as it comes. Jobs that run here meanwhile are left alone.
    /// </summary>
    /// <exception cref="ConnectionException">A model is asked for whose provider is not known or has no batches.</exception>
    public async IAsyncEnumerable<CleanOutcome> CleanAsync(CleanRequest request, [EnumeratorCancellation] CancellationToken stop = default)
    {
        var spool = new BatchSpool(_options.Home);
        var cleaner = new Cleaner(Store, spool, model => ConnectionSet.Locate(model, null, _providers, _options.Environment), OpenBatchLane, _runs.ContainsKey, _options.Time, NextRandom());
        await foreach (var outcome in cleaner.CleanAsync(request, stop))
            yield return outcome;
        if (_runs.IsEmpty && !request.IsDryRun)
            spool.Sweep((await Store.ListBatchesAsync(cancellation: stop)).Where(batch => batch.State.IsOpen()).Select(batch => batch.Submission));
    }

    /// <summary>How a job is doing; null when there is none of that number.</summary>
    public ValueTask<JobProgress?> ProgressAsync(JobId id) => JobProgress.ReadAsync(Store, id, _options.Time.GetUtcNow(), _runs.TryGetValue(id, out var run) ? run.Lanes : null);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private async Task<JobEnd> SendAsync(Job job, IProgress<RunEvent>? progress, RunControl control)
    {
        var hasBatches = await HasBatchesAsync(job);
        if (job.State is JobState.Finished or JobState.Cancelled && job.Counts.Done == job.Counts.Total && !hasBatches)
            return new JobEnd(job, job.State == JobState.Finished ? Ending.Finished : Ending.Cancelled);
        if (job.State == JobState.Intake)
            throw new InvalidOperationException($"job {job.Id} was not taken in whole; submit it again to go on");

        var spec = JobSpec.Of(job);
        var connections = Connect(spec.Task, spec.BaseUrl, spec.AllowInsecure);
        CheckDestination(job, spec, connections);
        var context = new JobContext(job, spec, Store, new BatchSpool(_options.Home), _leftovers, _options.Prices, _options.Time);
        using var lanes = await JobLanes.OpenAsync(
            context, connections, hasBatches, (connection, prices) => JobBudgets.ReserverAsync(job.Id, spec, connection, prices, Store, _options, control.Stop), NewTransport, NextRandom);
        using var run = new JobRun(context, lanes, progress);
        if (!_runs.TryAdd(job.Id, run))
            throw new InvalidOperationException($"job {job.Id} is being worked on");
        try
        {
            if (job.State == JobState.Paused)
                await Store.SetJobStateAsync(job.Id, JobState.Running);
            await using var cancels = new CancelWatch(_options.Home, Store, _options.Time);
            return await run.WorkAsync(control);
        }
        finally
        {
            _runs.TryRemove(job.Id, out _);
        }
    }

    /// <summary>The same job, to be carried on as it is wanted now: its limits, address and output may be others.</summary>
    private async Task<Job> RenewAsync(Job job, JobSpec wanted)
    {
        var spec = (wanted with { Output = wanted.Output ?? JobSpec.Of(job).Output }).ToJson();
        if (spec == job.Spec)
            return job;
        await Store.SetSpecAsync(job.Id, spec, wanted.Tags ?? []);
        return job with { Spec = spec };
    }

    private async Task WriteAsync(Job job, OutputRequest target)
    {
        try
        {
            await JobResults.WriteAsync(Store, job, target, CancellationToken.None);
        }
        catch (OutputException e)
        {
            throw new OutputException(e.Message, e) { RowsAreDone = true };
        }
    }

    /// <summary>A job's rows go where they were meant to go, and nowhere else.</summary>
    private static void CheckDestination(Job job, JobSpec spec, ConnectionSet connections)
    {
        if (connections.Destination != spec.Destination)
            throw new ConnectionException($"job {job.Id} was made for {spec.Destination}, and {connections.Destination} is what this configuration leads to; put the configuration back, or run the input as a new job");
    }

    private static void SweepSpool(string home, IReadOnlyList<Batch> batches)
    {
        try
        {
            new BatchSpool(home).Sweep(batches.Where(batch => batch.State.IsOpen()).Select(batch => batch.Submission));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is not ours to delete is in nobody's way.
        }
    }

    private HttpMessageInvoker NewTransport() => _options.CreateTransport?.Invoke() ?? Transport.Create();

    /// <summary>Whether batches of a job are under way, or things of theirs are still at the provider: a crash can come between a job's end and the cleaning.</summary>
    private async Task<bool> HasBatchesAsync(Job job) =>
        (await Store.ListBatchesAsync(job.Id)).Any(batch => batch.State != BatchState.Cleaned && !BatchCleaning.IsLeft(batch, JobSpec.Of(job).KeepRemote));

    /// <summary>A job that goes into batches alone needs somebody who takes them.</summary>
    private static void CheckBatches(ConnectionSet connections)
    {
        if (connections.Known.All(connection => connection.Provider.Batch is null))
            BatchLane.TermsOf(connections.First);
    }

    private BatchLane OpenBatchLane(string model, string? baseUrl, bool allowInsecure) =>
        new(Connection.Resolve(model, baseUrl, _providers, _options.Environment, allowInsecure), NewTransport(), _options.Time);

    /// <summary>A source of its own for each user: they are not safe to share.</summary>
    private Random NextRandom() => new(Interlocked.Increment(ref _nextSeed));

    private ConnectionSet Connect(TaskDefinition task, string? baseUrl, bool allowInsecure) =>
        ConnectionSet.Resolve(task.Model, baseUrl, _providers, _options.Environment, allowInsecure);

    private async Task<Job> FindAsync(JobId id) =>
        await Store.FindJobAsync(id) ?? throw new InvalidOperationException($"there is no job {id}");
}
