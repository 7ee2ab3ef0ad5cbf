using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

/// <summary>
/// The store's contract in its plainest form: one lock around lists. It is what the other stores are compared with, and serves
/// tests and jobs that need not survive the process.
/// </summary>
/// <param name="time">The clock.</param>
public sealed partial class InMemoryStore(TimeProvider time) : IStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, StoredJob> _jobs = [];
    private long _lastId;

    private DateTimeOffset Now => time.GetUtcNow();

    /// <inheritdoc/>
    public ValueTask<Job> AddJobAsync(NewJob job, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (_jobs.Values.Any(existing => existing.Facts.Key == job.Key))
                throw Faults.KeyTaken(job.Key);
            var added = new StoredJob(new Job
            {
                Id = new JobId(++_lastId),
                Key = job.Key,
                Name = job.Name,
                Spec = job.Spec,
                State = JobState.Intake,
                CreatedAt = Now,
            });
            _jobs.Add(_lastId, added);
            _payers.Add(added.Facts.Id, (new Payer(added.Facts.Id, job.Name, job.Provider, [.. job.Tags]), job.Model));
            return new(added.Snapshot());
        }
    }

    /// <inheritdoc/>
    public ValueTask SetSpecAsync(JobId id, string spec, IReadOnlyList<string> tags, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var job = Get(id);
            _payers[id] = (_payers[id].Payer with { Tags = [.. tags] }, _payers[id].Model);
            job.Facts = job.Facts with { Spec = spec };
            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask<Job?> FindJobAsync(JobId id, CancellationToken cancellation = default)
    {
        lock (_gate)
            return new(_jobs.GetValueOrDefault(id.Value)?.Snapshot());
    }

    /// <inheritdoc/>
    public ValueTask<Job?> FindJobAsync(string key, CancellationToken cancellation = default)
    {
        lock (_gate)
            return new(_jobs.Values.FirstOrDefault(job => job.Facts.Key == key)?.Snapshot());
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Job>> ListJobsAsync(CancellationToken cancellation = default)
    {
        lock (_gate)
            return new([.. _jobs.Values.Reverse().Select(job => job.Snapshot())]);
    }

    /// <inheritdoc/>
    public ValueTask SetRouteAsync(JobId id, string? route, IReadOnlyList<LaneOut> lanesOut, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var job = Get(id);
            job.Facts = job.Facts with { Route = route, LanesOut = [.. lanesOut] };
            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask SetJobStateAsync(JobId id, JobState state, string? reason = null, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var job = Get(id);
            if (job.Facts.State is not (JobState.Finished or JobState.Cancelled))
                job.Facts = job.Facts with { State = state, Reason = reason };
            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask RemoveJobAsync(JobId job, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (!_jobs.Remove(job.Value))
                throw Faults.NoJob(job);
            RemoveBatches(job);
            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private StoredJob Get(JobId id) => _jobs.GetValueOrDefault(id.Value) ?? throw Faults.NoJob(id);

    private StoredRow? FindRow(RowId id) => _jobs.GetValueOrDefault(id.Job.Value)?.Rows.ElementAtOrDefault((int)id.Index);
}
