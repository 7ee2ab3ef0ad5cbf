using Nightshift.Model;

namespace Nightshift.Tests.Simulation;

/// <content>What is seen at the provider's side.</content>
internal sealed partial class SimOracle
{
    private readonly HashSet<string> _keys = [];
    private readonly List<SimCall> _billed = [];

    /// <summary>Calls that the provider has seen.</summary>
    public long Calls => _keys.Count;

    /// <summary>Calls that the provider billed.</summary>
    public long Billed => _billed.Count;

    /// <summary>A call leaves its client whole.</summary>
    public void Leaves(SimCall call)
    {
        var (row, job) = (_rows[call.Lease.Row], _jobs[call.Lease.Row.Job]);
        Hold(_keys.Add(call.Key), $"I10: {call.Key} was sent twice");
        Hold(call.Prompt == row.Prompt, $"I3: {call.Lease.Row} was sent with another row's prompt");
        Hold(row.Intents.Contains(call.Lease.Epoch), $"I10: {call.Lease} was sent without an intent");
        Hold(call.Lease.Epoch == row.Epoch, $"I11: {call.Lease} was sent, and {row.Epoch} is the row's epoch");
        Hold(!row.State.IsTerminal(), $"I10: {call.Lease.Row} was sent while {row.State}");
        job.InFlight.Add(call.Key);
        Hold(job.InFlight.Count <= job.Concurrency, $"I7: {job.InFlight.Count} calls at once, {job.Concurrency} are allowed");
    }

    /// <summary>The provider sees a call.</summary>
    public void Arrives(SimCall call)
    {
        var job = _jobs[call.Lease.Row.Job];
        if (job.Rpm is not { } rpm || !job.InFlight.Contains(call.Key))
            return;
        job.Arrivals.Enqueue(time.Elapsed);
        while (time.Elapsed - job.Arrivals.Peek() >= TimeSpan.FromSeconds(60))
            job.Arrivals.Dequeue();
        Hold(job.Arrivals.Count <= rpm, $"I8: {job.Arrivals.Count} requests in 60 s, {rpm} are allowed");
    }

    public void Bills(SimCall call) => _billed.Add(call);

    /// <summary>The client has a call's response, or has none.</summary>
    public void Over(string key, bool answered)
    {
        var lease = SimCall.LeaseOf(key);
        var job = _jobs[lease.Row.Job];
        job.InFlight.Remove(key);
        job.Retries.Over(lease, answered);
    }

    /// <summary>I6 and I10: what the provider billed is in the ledger, or was in flight at a kill.</summary>
    public void Reconcile()
    {
        var billedBy = _billed.GroupBy(call => call.Lease.Row.Job).ToDictionary(calls => calls.Key, calls => calls.Aggregate(default(Usage), (sum, call) => sum + call.Billed!.Value));
        foreach (var (id, job) in _jobs)
        {
            var unknown = default(Usage);
            foreach (var call in _billed.Where(call => call.Lease.Row.Job == id))
            {
                var row = _rows[call.Lease.Row];
                var attempt = row.Settled.GetValueOrDefault(call.Lease.Epoch);
                Hold(attempt is not null || row.Indeterminate.Contains(call.Lease.Epoch), $"I6: {call.Lease} was billed and is not in the ledger");
                Hold(attempt?.Usage is not { } usage || usage == call.Billed, $"I6: {call.Lease} was billed {call.Billed} and is in the ledger with {attempt?.Usage}");
                if (attempt?.Usage is null)
                    unknown += call.Billed!.Value;
            }

            Hold(billedBy.GetValueOrDefault(id) == job.Spent + unknown, $"I6: job {id} was billed {billedBy.GetValueOrDefault(id)}; its ledger has {job.Spent}, and no answer came for {unknown}");
        }
    }
}
