using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Simulation;

/// <summary>
/// Knows from the outside what must hold, and looks after every commit and every call. The first thing that does not hold ends the
/// run: <see cref="Broken"/>.
/// </summary>
internal sealed partial class SimOracle(ManualTime time)
{
    private readonly Dictionary<RowId, RowTrack> _rows = [];
    private readonly Dictionary<JobId, JobTrack> _jobs = [];

    /// <summary>What did not hold, in a sentence; null while all is well.</summary>
    public string? Broken { get; private set; }

    /// <summary>Rows that were sent and had no outcome when a process died.</summary>
    public long InFlightAtKills { get; private set; }

    /// <summary>The job that is submitted from now on.</summary>
    public SimJobPlan? Wanted { get; set; }

    public string PromptOf(RowId row) => _rows[row].Prompt;

    /// <summary>A run of a job begins, with a lane of its own: it knows nothing of the windows before.</summary>
    public void Begins(JobId job)
    {
        var track = _jobs[job];
        track.InFlight.Clear();
        track.Arrivals.Clear();
        track.Retries = new RetryRule(time);
    }

    /// <summary>A process died.</summary>
    public void Died()
    {
        var sent = _rows.Values.LongCount(row => row.State == RowState.Sent);
        InFlightAtKills += sent;
        foreach (var job in _jobs.Values)
            job.InFlight.Clear();
    }

    public void Claimed(JobId job, IReadOnlyList<ClaimedRow> claimed)
    {
        foreach (var row in claimed)
        {
            var track = _rows[row.Lease.Row];
            Hold(row.Lease.Epoch > track.Epoch, $"I11: {row.Lease.Row} was claimed under epoch {row.Lease.Epoch} after {track.Epoch}");
            Hold(!track.State.IsTerminal(), $"I1: {row.Lease.Row} was claimed while {track.State}");
            Hold(row.Attempts == track.Attempts, $"I18: {row.Lease.Row} was claimed with {row.Attempts} attempts, and has had {track.Attempts}");
            (track.Epoch, track.IsRetry) = (row.Lease.Epoch, row.IsRetry);
        }

        Hold(_jobs[job].Retries.Claim([.. claimed.Where(row => row.IsRetry).Select(row => row.Lease)]), $"I18: more retries in job {job} than its budget allows: {_jobs[job].Retries}");
    }

    public void GivenBack(IReadOnlyList<Lease> leases)
    {
        foreach (var lease in leases)
            _jobs[lease.Row.Job].Retries.Forget(lease);
    }

    public void Sent(IReadOnlyList<Lease> asked, IReadOnlyList<Lease> held)
    {
        foreach (var lease in held)
        {
            var (row, job) = (_rows[lease.Row], _jobs[lease.Row.Job]);
            Hold(lease.Epoch == row.Epoch, $"I11: {lease} may be sent, and {row.Epoch} is the row's epoch");
            Hold(row.Attempts < job.MaxAttempts, $"I18: {lease.Row} is sent after {row.Attempts} attempts");
            Hold(row.Intents.Add(lease.Epoch), $"I10: {lease} was marked as sent twice");
        }

        GivenBack([.. asked.Except(held)]);
    }

    public void Settled(IReadOnlyList<Settlement> settlements, IReadOnlyList<SettleResult> results)
    {
        for (var i = 0; i < results.Count; i++)
        {
            var (lease, verdict, attempt) = settlements[i];
            var row = _rows[lease.Row];
            Hold(results[i] != SettleResult.Applied || lease.Epoch == row.Epoch, $"I11: {lease} was settled, and {row.Epoch} is the row's epoch");
            if (results[i] != SettleResult.Stale)
            {
                row.Apply(verdict);
                Progresses();
            }

            if (attempt is null)
            {
                GivenBack([lease]);
                continue;
            }

            Hold(row.Settled.TryAdd(lease.Epoch, attempt), $"I6: {lease} is in the ledger twice");
            _jobs[lease.Row.Job].Spent += attempt.Usage ?? default;
            _jobs[lease.Row.Job].Cost += attempt.CostUsd ?? 0;
            _jobs[lease.Row.Job].Entries++;
        }
    }

    public void Recovered(Recovered recovered)
    {
        var sent = _rows.Values.LongCount(row => row.State == RowState.Sent);
        Hold(recovered.Indeterminate == sent, $"I10: recovery found {recovered.Indeterminate} rows sent, and {sent} were");
        foreach (var (id, row) in _rows.Where(row => row.Value.State == RowState.Sent))
        {
            row.Crash();
            row.Indeterminate.Add(row.Epoch);
            _jobs[id.Job].Entries++;
        }
    }

    public void Retried(JobId job)
    {
        foreach (var row in _rows.Where(row => row.Key.Job == job && row.Value.State is RowState.Failed).Select(row => row.Value))
            row.Begin();
    }

    private void Hold(bool holds, string otherwise)
    {
        if (!holds)
            Broken ??= $"{otherwise} (at {time.Elapsed})";
    }
}
