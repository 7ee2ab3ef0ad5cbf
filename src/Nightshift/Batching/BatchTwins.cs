using Nightshift.Model;
using Nightshift.Protocols.Batches;
using Nightshift.Sending;

namespace Nightshift.Batching;

/// <summary>
/// Batches that a provider made twice from the same requests: it had lost the first from its lists for longer than it does, or carried one
/// creation out two times. What was done in the second is paid for as well, so it is booked; then it is deleted.
/// </summary>
internal sealed class BatchTwins(BatchDesk desk, BatchCreation creation)
{
    /// <summary>The ledger's word for an answer that was paid for and that nobody needed.</summary>
    public const string Outcome = "duplicate_paid";

    /// <summary>The kind of note that names a second batch (as its source).</summary>
    public const string TwinKind = "duplicate_batch";

    /// <summary>The kind of note that says that a batch was made again, because no list had it.</summary>
    public const string RemadeKind = "made_again";

    private const string BegunKind = "duplicate_begun";
    private const string BookedKind = "duplicate_booked";

    /// <summary>Books what the twins of an ingested batch have cost; the batch with its next look while one of them is not over, null when all are.</summary>
    public async Task<Batch?> SettleAsync(Batch batch, CancellationToken stop)
    {
        var notes = await desk.Store.ListAnomaliesAsync(batch.Id, stop);
        if (!notes.Any(note => note.Kind is TwinKind or RemadeKind))
            return null;
        if (notes.Any(note => note.Kind == RemadeKind))
        {
            if (await creation.CandidatesAsync(batch, stop) is not { } candidates)
                return await desk.AgainAsync(batch);
            foreach (var other in candidates.Where(other => other.Id != batch.RemoteId))
                await creation.NoteTwinAsync(batch, other, stop);
            notes = await desk.Store.ListAnomaliesAsync(batch.Id, stop);
        }

        foreach (var id in notes.Where(note => note.Kind == TwinKind).Select(note => note.Source).Except(notes.Where(note => note.Kind == BookedKind).Select(note => note.Source)))
        {
            if (await SettleAsync(batch, id, notes.Any(note => note.Kind == BegunKind && note.Source == id), stop) is { } waiting)
                return waiting;
        }

        return null;
    }

    private async Task<Batch?> SettleAsync(Batch batch, string id, bool isBegun, CancellationToken stop)
    {
        switch (await desk.Protocol.GetAsync(desk.Channel, id, stop))
        {
            case Effect<RemoteBatch>.Done { Value: var twin } when twin.Status.HasEnded():
                await desk.NoteAsync(batch, id, BegunKind, $"what was done in {id} is being booked");
                var known = isBegun ? await BookedAsync(batch, id, stop) : [];
                foreach (var part in twin.Results)
                {
                    if (await BookAsync(batch, id, part, known, stop) is { } waiting)
                        return waiting;
                }

                await DeleteAsync(twin, stop);
                break;
            // Gone, and with it what it cost.
            case Effect<RemoteBatch>.Refused { Refusal.Status: 404 }:
                break;
            case Effect<RemoteBatch>.Done { Value: var twin }:
                return await desk.MoveAsync(batch, batch with { NextStepAt = desk.Now + LookSchedule.Next(desk.Lane.Terms, desk.Now - batch.SubmittedAt ?? TimeSpan.Zero, twin.RetryAfter) });
            case var other:
                return await desk.NotDoneAsync(batch, other, desk.Lane.Terms.FirstLook);
        }

        await desk.NoteAsync(batch, id, BookedKind, $"what was done in {id} is in the ledger as {Outcome}");
        return null;
    }

    private async Task<Batch?> BookAsync(Batch batch, string id, ResultPart part, HashSet<long> known, CancellationToken stop)
    {
        var path = desk.Spool.ResultsPath(batch, "twin");
        await using (var file = desk.Spool.Create(path))
        {
            if (await desk.Protocol.DownloadAsync(desk.Channel, id, part, file, stop) is not Effect<long>.Done)
                return await desk.AgainAsync(batch);
        }

        await using (var commits = new ChunkedCommits(desk, firstChunk: 64, largestChunk: 2_048))
        {
            foreach (var settlement in Read(batch, id, path, known))
                await commits.AddAsync(settlement, []);
            await commits.FinishAsync([]);
        }

        File.Delete(path);
        return null;
    }

    private IEnumerable<Settlement> Read(Batch batch, string id, string path, HashSet<long> known)
    {
        using var lines = new LineBuffer(File.OpenRead(path), ResultReader.LongestLine);
        while (lines.TryRead(out var line))
        {
            if (desk.Protocol.ReadLine(line.ToArray()) is not BatchLine.Answered answered || !CustomId.IsOf(batch.Submission, answered.CustomId)
                || !CustomId.TryIndex(answered.CustomId, out var index) || !known.Add(index))
                continue;
            var outcome = OutcomeClassifier.Classify(answered.Status, answered.Body, null, desk.Lane.Connection, desk.Lane.Connection.Key);
            var started = batch.SubmittedAt ?? batch.SealedAt;
            yield return desk.Judge.Duplicate(new RowId(batch.Job, index), Outcome, new SendReport(outcome, started, desk.Now - started)
            {
                Status = answered.Status, RequestId = id, Mode = AnswerMode.Batch, Batch = batch.Id,
            });
        }
    }

    /// <summary>Rows of a twin that were booked before a crash.</summary>
    private async Task<HashSet<long>> BookedAsync(Batch batch, string id, CancellationToken stop)
    {
        var booked = new HashSet<long>();
        await foreach (var entry in desk.Store.ReadLedgerAsync(batch.Job, stop))
        {
            if (entry.Attempt.Outcome == Outcome && entry.Attempt.RequestId == id)
                booked.Add(entry.Row.Index);
        }

        return booked;
    }

    /// <summary>As far as it can be: what stays is `nightshift clean`'s matter.</summary>
    private async Task DeleteAsync(RemoteBatch twin, CancellationToken stop)
    {
        foreach (var part in twin.Results.Where(part => part.IsFile))
            await desk.Protocol.DeleteFileAsync(desk.Channel, part.Reference, stop);
        await desk.Protocol.DeleteAsync(desk.Channel, twin.Id, stop);
    }
}
