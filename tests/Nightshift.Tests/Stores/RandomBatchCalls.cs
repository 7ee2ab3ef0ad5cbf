using Nightshift.Model;

namespace Nightshift.Tests.Stores;

/// <summary>Draws what is done with batches.</summary>
internal sealed class RandomBatchCalls(Random random)
{
    private static readonly string[] Kinds = ["malformed", "foreign", "duplicate"];
    private int _seals;

    public (string Name, RandomCalls.Call Call) Next(JobId job, Lease[] leases, Func<Lease, Settlement> judge) => random.Next(10) switch
    {
        < 4 => ("claim and seal", ClaimAndSeal(job, random.Next(1, 6), random.Next(5) == 0 ? leases : [])),
        < 6 => ("move batch", Move(Draw(), State(), random.Next(3) == 0 ? State() : null)),
        < 8 => ("ingest batch", Ingest(Draw(), random.Next(4) != 0, judge)),
        < 9 => random.Next(2) == 0 ? ("give batch back", GiveBack(Draw())) : ("leave batch", Leave(Draw(), judge)),
        _ => ("add anomalies", AddAnomalies()),
    };

    private BatchId Draw() => new(random.NextInt64(Math.Max(1, _seals - 4), _seals + 2));

    // A batch at the provider has rows that are sent, which random calls do not see to; to the store it is open like those before it.
    private BatchState State() => (BatchState)random.Next(10) is var state and not BatchState.Submitted ? state : BatchState.Creating;

    private RandomCalls.Call ClaimAndSeal(JobId job, int max, Lease[] others)
    {
        var submission = $"submission {(random.Next(9) == 0 ? _seals : ++_seals)}";
        return async store =>
        {
            Lease[] leases = [.. (await store.ClaimAsync(job, max)).Select(row => row.Lease)];
            var batch = await store.SealBatchAsync(new NewBatch(job, submission, "account", "model", 10, "00", 7), [.. leases, .. others]);
            return ($"{string.Join(' ', leases)} {Describe(batch)}", leases);
        };
    }

    private static RandomCalls.Call Move(BatchId id, BatchState state, BatchState? from) => async store =>
    {
        if ((await store.ListBatchesAsync()).FirstOrDefault(batch => batch.Id == id) is not { } batch)
            return ("", []);
        var to = batch with { State = state, Tries = batch.Tries + 1, RemoteId = $"remote {state}", Results = [.. batch.Results, "output:x"] };
        return ($"{await store.MoveBatchAsync(from ?? batch.State, to)}", []);
    };

    /// <summary>Settles what is open in the batch, and mostly closes it.</summary>
    private RandomCalls.Call Ingest(BatchId id, bool close, Func<Lease, Settlement> judge)
    {
        Dictionary<Lease, Settlement> verdicts = [];
        return async store =>
        {
            var open = (await store.ReadBatchRowsAsync(id)).Where(row => row.IsOpen).Select(row => row.Lease).ToArray();
            foreach (var lease in open)
                verdicts.TryAdd(lease, judge(lease));
            var results = await store.SettleAsync([.. open.Select(lease => verdicts[lease])]);
            var batch = (await store.ListBatchesAsync()).FirstOrDefault(batch => batch.Id == id);
            var moved = close && batch is not null && await store.MoveBatchAsync(batch.State, batch with { State = BatchState.Ingested });
            return ($"{string.Join(' ', results)} {moved}", []);
        };
    }

    /// <summary>A batch at the provider, which its rows leave; then the lines of some of them come all the same.</summary>
    private RandomCalls.Call Leave(BatchId id, Func<Lease, Settlement> judge)
    {
        Dictionary<Lease, Settlement> verdicts = [];
        var late = random.Next(4);
        return async store =>
        {
            if ((await store.ListBatchesAsync()).FirstOrDefault(batch => batch.Id == id && batch.State.IsEnqueued()) is not { } batch)
                return ("", []);
            await store.RecallBatchAsync(id);
            await store.MoveBatchAsync(batch.State, batch with { State = BatchState.Submitted });
            var left = await store.LeaveBatchAsync(id, new Attempt("left", default, default, Mode: AnswerMode.Batch) { IsUncertain = true });
            var rows = (await store.ReadBatchRowsAsync(id)).Where(row => row.HasLeft).Take(late).ToList();
            foreach (var row in rows)
                verdicts.TryAdd(row.Lease, judge(row.Lease) with { LeftBatch = id });
            // Twice: the second time the line counts no more.
            var first = await store.SettleAsync([.. rows.Select(row => verdicts[row.Lease])]);
            var second = await store.SettleAsync([.. rows.Select(row => verdicts[row.Lease])]);
            return ($"{left} {string.Join(' ', first)} {string.Join(' ', second)}", []);
        };
    }

    private static RandomCalls.Call GiveBack(BatchId id) => async store =>
    {
        await store.ReleaseAsync([.. (await store.ReadBatchRowsAsync(id)).Select(row => row.Lease)]);
        return ("", []);
    };

    private RandomCalls.Call AddAnomalies()
    {
        Anomaly[] anomalies = [.. Enumerable.Range(0, 5).Select(n => new Anomaly(Draw(), "output", random.Next(5), Kinds[random.Next(3)], $"{n}"))];
        return async store =>
        {
            await store.AddAnomaliesAsync(anomalies);
            return ("", []);
        };
    }

    /// <summary>All of a batch; a record would show its list as a type.</summary>
    public static string Describe(Batch? batch) => batch is null ? "none" : $"{batch with { Results = [] }} {string.Join(',', batch.Results)}";
}
