using Nightshift.Model;
using Nightshift.Protocols.Batches;
using Nightshift.Sending;

namespace Nightshift.Batching;

/// <summary>
/// Gives each row of a batch its verdict, from its line or from its having none. In chunks, each one commit: while one is on its way to the
/// disk the next is read. A chunk that was committed is found out by its rows being sent no more.
/// </summary>
internal sealed class BatchIngest(BatchDesk desk, BatchProof proof)
{
    private const int FirstChunk = 64;
    private const int LargestChunk = 2_048;

    /// <summary>From downloaded on: reads all results.</summary>
    public async Task<Batch> RunAsync(Batch batch, CancellationToken stop)
    {
        var reader = new ResultReader(batch, desk.Protocol, await desk.Store.ReadBatchRowsAsync(batch.Id, stop));
        var key = desk.Lane.Connection.Key;
        await using (var commits = new ChunkedCommits(desk, FirstChunk, LargestChunk))
        {
            foreach (var part in batch.Results.Select(ResultParts.Parse))
            {
                var path = desk.Spool.ResultsPath(batch, part.Source);
                if (!File.Exists(path))
                    continue;
                foreach (var (row, line) in reader.Read(path, part.Source))
                    await commits.AddAsync(Judge(batch, row, line, key) with { LeftBatch = row.HasLeft ? batch.Id : null }, reader.Anomalies);
                // Told by number alone, and not ours: ours is looked for anew. Nothing of it was given to a row.
                if (reader.IsForeign == true && desk.Protocol.Mark == BatchMark.RequestCount)
                    return await DisownAsync(batch);
            }

            var faults = await BatchFaults.ReadAsync(desk, batch, stop);
            var missing = reader.Missing.ToList();
            // Nothing was done for these, and none of them is to blame.
            var isUnsent = Returned.IsAsIfUnsent(batch) || faults.NameRows;
            foreach (var row in missing.Where(row => !isUnsent || faults.Of(row) is not null))
                await commits.AddAsync(OfPayee(Returned.Judge(batch, row, faults.Of(row), desk.Now)), reader.Anomalies);
            await commits.FinishAsync(reader.Anomalies);
            if (isUnsent)
                await desk.Store.ReleaseAsync([.. missing.Where(row => faults.Of(row) is null).Select(row => row.Lease)], stop);
        }

        batch = await desk.AdvanceAsync(batch, batch with { State = BatchState.Ingested });
        Failpoint.Hit(BatchFailpoints.IngestStored);
        desk.Spool.Remove(batch.Submission);
        return batch;
    }

    private async Task<Batch> DisownAsync(Batch batch)
    {
        foreach (var part in batch.Results.Select(ResultParts.Parse))
            File.Delete(desk.Spool.ResultsPath(batch, part.Source));
        return await proof.DisownAsync(batch);
    }

    private Settlement Judge(Batch batch, BatchRow row, BatchLine line, string? key) => line switch
    {
        BatchLine.Answered answered => Judge(batch, row, answered, OutcomeClassifier.Classify(answered.Status, answered.Body, null, desk.Lane.Connection, key)),
        BatchLine.NotDone { Why: NotDoneCause.Failed } failed => desk.Judge.Judge(
            row.Lease, row.Attempts, row.MaxTokens, Report(batch, new Outcome.ServerFault(failed.Message), null, null)),
        BatchLine.NotDone notDone => OfPayee(Returned.Judge(batch, row, notDone, desk.Now)),
        _ => throw new InvalidOperationException("a line without an outcome"),
    };

    private Settlement Judge(Batch batch, BatchRow row, BatchLine.Answered line, Outcome outcome)
    {
        if (outcome is Outcome.Answered { Reply.Usage: { } usage })
            desk.Reserver?.Learn(usage);
        return desk.Judge.Judge(row.Lease, row.Attempts, row.MaxTokens, Report(batch, outcome, line.Status, line.RequestId));
    }

    private Settlement OfPayee(Settlement settlement) =>
        settlement.Attempt is { } attempt ? settlement with { Attempt = attempt with { Model = desk.Judge.Payee } } : settlement;

    private SendReport Report(Batch batch, Outcome outcome, int? status, string? requestId) =>
        new(outcome, batch.SubmittedAt ?? batch.SealedAt, (batch.EndedAt ?? desk.Now) - (batch.SubmittedAt ?? batch.SealedAt))
        {
            Status = status, RequestId = requestId, Mode = AnswerMode.Batch, Batch = batch.Id,
        };
}
