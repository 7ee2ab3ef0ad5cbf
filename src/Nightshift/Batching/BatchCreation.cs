using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>Makes a batch at the provider, once. What is unclear is never sent again before the provider's own list has been asked.</summary>
internal sealed class BatchCreation(BatchDesk desk)
{
    /// <summary>The kind of note that names a batch (as its source) that is taken for ours and not proven to be.</summary>
    public const string ByCountKind = "adopted_by_count";

    private const int ListingsToBeSure = 2;
    private const int NotFoundForgiven = 3;

    /// <summary>From uploaded on: makes the batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="stop">Ends the looking beforehand.</param>
    /// <param name="abort">Ends the creation itself: it is then to be reconciled.</param>
    public async Task<Batch> SendAsync(Batch batch, CancellationToken stop, CancellationToken abort)
    {
        var (waiting, serverTime) = await LookAsync(batch, stop);
        if (waiting is not null)
            return waiting;

        // A crash leaves the intent as it is: the listings after it are counted from none, whatever was refused before.
        var refusals = batch.Tries;
        batch = await desk.AdvanceAsync(batch, batch with { State = BatchState.Creating, CreateIntendedAt = serverTime ?? desk.Now });
        Failpoint.Hit(BatchFailpoints.CreateIntended);
        var order = new BatchOrder(batch.Submission, batch.Model, batch.InputFile, desk.Spool.Requests(batch));
        var effect = await desk.Protocol.CreateAsync(desk.Channel, order, abort);
        Failpoint.Hit(BatchFailpoints.Created);
        return await desk.AfterAsync(effect, batch, BatchState.Uploaded, refusals, value => AdoptAsync(batch, value));
    }

    /// <summary>From an intended creation on: looks whether the batch is there.</summary>
    public async Task<Batch> FindAsync(Batch batch, CancellationToken stop)
    {
        if (await CandidatesAsync(batch, stop) is not { } candidates)
            return await desk.MoveAsync(batch, batch with { NextStepAt = desk.Now + desk.Judge.Wait(batch.Tries + 1) });
        if (candidates.Count == 0)
        {
            // Lists lag behind: only when it was missing twice, the grace between, is it known not to be there.
            if (batch.Tries + 1 < ListingsToBeSure)
                return await desk.MoveAsync(batch, batch with { Tries = batch.Tries + 1, NextStepAt = desk.Now + desk.Lane.Terms.ListLag });
            await desk.NoteAsync(batch, "create", BatchTwins.RemadeKind, "no list had it; it was made again");
            return await desk.AdvanceAsync(batch, batch with { State = BatchState.Uploaded });
        }

        if (candidates.Count > 1 && desk.Protocol.Mark == BatchMark.RequestCount)
            return await desk.AdvanceAsync(batch, batch with { State = BatchState.NeedsProof });
        foreach (var extra in candidates.Skip(1))
            await NoteTwinAsync(batch, extra, stop);
        return await TakeAsync(batch, candidates[0]);
    }

    /// <summary>A second batch of the same requests: it is cancelled, and what was done in it by then is booked later. By number alone it could be somebody else's, and is left to run.</summary>
    public async Task NoteTwinAsync(Batch batch, RemoteBatch twin, CancellationToken stop)
    {
        await desk.NoteAsync(batch, twin.Id, BatchTwins.TwinKind, $"{twin.Id} was made from the same requests");
        if (desk.Protocol.Mark != BatchMark.RequestCount && !twin.Status.HasEnded())
            await desk.Protocol.CancelAsync(desk.Channel, twin.Id, stop);
    }

    /// <summary>The batches at the provider that could be this one, oldest first; null when the list cannot be had.</summary>
    public async Task<IReadOnlyList<RemoteBatch>?> CandidatesAsync(Batch batch, CancellationToken stop)
    {
        var since = BatchMatch.Since(batch);
        if (await Listing.ReadAsync(page => desk.Protocol.ListAsync(desk.Channel, page, stop), remote => remote.CreatedAt < since, desk) is not { } listed)
            return null;
        var owned = (await desk.Store.ListBatchesAsync(cancellation: stop)).Where(other => other.Id != batch.Id && other.RemoteId is not null).Select(other => other.RemoteId!);
        var foreign = (await desk.Store.ListAnomaliesAsync(batch.Id, stop)).Where(note => note.Kind == BatchProof.ForeignKind).Select(note => note.Source);
        return BatchMatch.Candidates(batch, desk.Protocol.Mark, listed, owned.Concat(foreign).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The batch at the provider that is most likely ours; by number alone it is not proven to be.</summary>
    public async Task<Batch> TakeAsync(Batch batch, RemoteBatch remote)
    {
        if (desk.Protocol.Mark == BatchMark.RequestCount)
            await desk.NoteAsync(batch, remote.Id, ByCountKind, $"{remote.Id} was taken for this batch by the number of its requests; its results will tell");
        return await AdoptAsync(batch, remote);
    }

    /// <summary>The batch is at the provider, and this is its id.</summary>
    public async Task<Batch> AdoptAsync(Batch batch, RemoteBatch remote)
    {
        desk.Judge.Reached();
        batch = await desk.AdvanceAsync(batch, batch with
        {
            State = BatchState.Submitted, RemoteId = remote.Id, RemoteStatus = remote.StatusWord, SubmittedAt = desk.Now, ExpiresAt = remote.ExpiresAt,
            // Mistral makes a file of rows that went up with the creation (recorded 2026-08): it is ours to delete.
            InputFile = batch.InputFile ?? remote.InputFile,
        });
        batch = await desk.MoveAsync(batch, batch with { NextStepAt = desk.Now + LookSchedule.Next(desk.Lane.Terms, TimeSpan.Zero, remote.RetryAfter) });
        Failpoint.Hit(BatchFailpoints.CreateStored);
        return batch;
    }

    /// <summary>Looks at the file, or at the list where there is none: whether it can be used, and what time it is there.</summary>
    private async Task<(Batch? Waiting, DateTimeOffset? ServerTime)> LookAsync(Batch batch, CancellationToken stop)
    {
        // Without the provider's time a creation is not begun: looked for by a clock that is off, it would not be found.
        if (batch.InputFile is not { } id)
        {
            var list = await desk.Protocol.ListAsync(desk.Channel, null, stop);
            return list is Effect<Page<RemoteBatch>>.Done listed ? (null, listed.ServerTime) : (await desk.NotDoneAsync(batch, list), null);
        }

        switch (await desk.Protocol.GetFileAsync(desk.Channel, id, stop))
        {
            case Effect<RemoteFile>.Done { Value.Readiness: FileReadiness.Ready } done:
                return (null, done.ServerTime);
            case Effect<RemoteFile>.Done { Value.Readiness: FileReadiness.Pending }:
                return (await desk.AgainAsync(batch), null);
            case Effect<RemoteFile>.Done:
                return (await desk.RefuseAsync(batch, Refused.InvalidCode, "the provider found the file faulty"), null);
            // A file can be missing for a while after its upload; later it is gone, and goes up again.
            case Effect<RemoteFile>.Refused { Refusal.Status: 404 } when batch.Tries < NotFoundForgiven:
                return (await desk.AgainAsync(batch), null);
            case Effect<RemoteFile>.Refused { Refusal.Status: 404 }:
                await desk.NoteAsync(batch, "upload", BatchUpload.RepeatedKind, $"the provider did not show its file {id}; it was uploaded again");
                return (await desk.AgainAsync(batch, BatchState.Sealed), null);
            case var other:
                return (await desk.NotDoneAsync(batch, other), null);
        }
    }
}
