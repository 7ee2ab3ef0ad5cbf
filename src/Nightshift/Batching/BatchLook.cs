using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>Looks how a batch is doing at the provider, asks for its cancelling when the job was cancelled, and notes its end.</summary>
internal sealed class BatchLook(BatchDesk desk)
{
    /// <summary>The code of a batch that vanished at the provider.</summary>
    public const string LostCode = "lost";

    private const int UnclearLooksToTell = 240;

    /// <summary>45 + 90 + 180 s with most providers: within the quarter of an hour that the router leaves for a recall.</summary>
    private const int PatienceWhenCancelled = 3;

    /// <summary>From submitted on: one look.</summary>
    public async Task<Batch> LookAsync(Batch batch, bool isCancelled, CancellationToken stop)
    {
        if (isCancelled && !batch.CancelAsked)
            batch = await CancelAsync(batch, stop);
        switch (await desk.Protocol.GetAsync(desk.Channel, batch.RemoteId!, stop))
        {
            case Effect<RemoteBatch>.Done done:
                return await SeenAsync(batch, done.Value);
            case Effect<RemoteBatch>.Refused { Refusal.Status: 404 }:
                return await MissingAsync(batch, isCancelled);
            // An outage passes; what cannot be read for hours needs somebody to see to it.
            case Effect<RemoteBatch>.Unclear unclear when batch.Tries + 1 >= UnclearLooksToTell:
                return await desk.PauseAsync(batch, batch.State, $"batch {batch.RemoteId} could not be looked at for hours: {unclear.Message}; run the same command again to try again");
            case var other:
                return await desk.NotDoneAsync(batch, other, desk.Lane.Terms.FirstLook);
        }
    }

    private async Task<Batch> SeenAsync(Batch batch, RemoteBatch remote)
    {
        desk.Judge.Reached();
        var seen = batch with
        {
            RemoteStatus = remote.StatusWord, RemoteDone = (int)Math.Min(remote.Done ?? batch.RemoteDone, batch.Rows), ExpiresAt = remote.ExpiresAt ?? batch.ExpiresAt,
        };
        var isDry = remote.Status == RemoteStatus.Completed && remote.Results.Count == 0;
        // The end can be shown before its files are: they are waited for a little.
        if (!remote.Status.HasEnded() || (isDry && batch.Tries < desk.Lane.Terms.Patience))
        {
            return await desk.MoveAsync(batch, seen with
            {
                Tries = isDry ? batch.Tries + 1 : 0,
                NextStepAt = desk.Now + LookSchedule.Next(desk.Lane.Terms, isDry ? TimeSpan.Zero : desk.Now - batch.SubmittedAt ?? TimeSpan.Zero, remote.RetryAfter, batch.CancelAsked),
            });
        }

        var (code, fault) = Fault(remote);
        // Each batch would fail so: the next one waits until somebody has seen to it.
        if (code == Returned.AccountCode)
            desk.Judge.Watch(new Outcome.AccountRefused($"{desk.Lane.Connection.Provider.Name} refused a batch for the account's sake ({fault}); add credit or raise the limit"));
        var ended = await desk.AdvanceAsync(batch, seen with
        {
            State = BatchState.Ended, EndedAt = desk.Now, Results = [.. remote.Results.Select(ResultParts.ToText)], FaultCode = code, Fault = fault,
        });
        Failpoint.Hit(BatchFailpoints.EndStored);
        return ended;
    }

    private static (string? Code, string? Sentence) Fault(RemoteBatch remote) => remote switch
    {
        { Status: RemoteStatus.Failed, Faults: [var fault, ..] } when TokenLimit.IsOne(fault) => (EnqueuedRoom.TokenLimitCode, fault.Message),
        { Status: RemoteStatus.Failed, Faults: [{ Code: "billing_hard_limit_reached" or "insufficient_quota" } fault, ..] } => (Returned.AccountCode, fault.Message),
        { Status: RemoteStatus.Failed, Faults: [{ Line: not null } fault, ..] } => (Refused.InvalidRowsCode, fault.Message),
        { Status: RemoteStatus.Failed, Faults: [var fault, ..] } => (Refused.InvalidCode, fault.Message),
        { Status: RemoteStatus.Failed } => ("failed", "the provider gave the batch up without saying why"),
        { Status: RemoteStatus.Expired } => ("expired", "the provider's window ended"),
        _ => (null, null),
    };

    /// <summary>
    /// Not found is not failed: a list may lag, another key may be in use. A batch that stays away is lost: after an hour, or after some
    /// minutes where its rows are wanted elsewhere and there is no hour left.
    /// </summary>
    private async Task<Batch> MissingAsync(Batch batch, bool isCancelled)
    {
        desk.Judge.Reached();
        if (batch.Account != desk.Lane.Account)
        {
            desk.Judge.Stop($"batch {batch.RemoteId} cannot be seen with this key: it was made with another; set the key that made it, then run the same command again");
            return await desk.AgainAsync(batch);
        }

        return batch.Tries < (isCancelled ? Math.Min(PatienceWhenCancelled, desk.Lane.Terms.Patience) : desk.Lane.Terms.Patience)
            ? await desk.AgainAsync(batch, LookSchedule.Again(desk.Lane.Terms, batch.Tries))
            : await desk.RefuseAsync(batch, LostCode, $"the provider does not know its batch {batch.RemoteId} any more");
    }

    /// <summary>Asks for the cancelling; not of a batch that may be somebody else's.</summary>
    private async Task<Batch> CancelAsync(Batch batch, CancellationToken stop)
    {
        var notes = await desk.Store.ListAnomaliesAsync(batch.Id, stop);
        if (notes.Any(note => note.Kind == BatchCreation.ByCountKind && note.Source == batch.RemoteId))
            return batch;
        return await desk.Protocol.CancelAsync(desk.Channel, batch.RemoteId!, stop) is Effect<None>.Done
            ? await desk.MoveAsync(batch, batch with { CancelAsked = true })
            : batch;
    }
}
