using Nightshift.Model;
using Nightshift.Queueing;

namespace Nightshift.Batching;

/// <summary>
/// Takes one batch from state to state until it is cleaned: upload, create, look, download, ingest, clean. Each step begins at what the
/// store has, so that a batch goes on after a crash as if nothing had been.
/// </summary>
internal sealed class BatchDriver(BatchDesk desk, SemaphoreSlim ingestTurn)
{
    /// <summary>The code of a batch that was given up before it was made, because its job was cancelled.</summary>
    public const string CancelledCode = "cancelled";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly BatchUpload _upload = new(desk);
    private readonly BatchCreation _creation = new(desk);
    private readonly BatchLook _look = new(desk);
    private readonly BatchCollection _collection = new(desk);

    /// <summary>Drives a batch to its end, or until it is stopped.</summary>
    /// <param name="batch">As the store has it.</param>
    /// <param name="isCancelled">Whether the job was cancelled.</param>
    /// <param name="isNeeded">Whether a row of the job still has no answer: what only a batch at its provider could add to that is not waited for.</param>
    /// <param name="changed">Is told of each step.</param>
    /// <param name="stops">When to stop.</param>
    public async Task DriveAsync(Batch batch, Func<bool> isCancelled, Func<bool> isNeeded, Signal changed, BatchStops stops)
    {
        var isCancelSeen = false;
        while (!stops.Stop.IsCancellationRequested && batch.State != BatchState.Cleaned && !BatchCleaning.IsLeft(batch, desk.KeepRemote))
        {
            var wait = batch.NextStepAt - desk.Now ?? TimeSpan.Zero;
            // A cancelling is not put off, but where it is refused it is asked for again no sooner than the next look.
            var isCancelNews = isCancelled() && !isCancelSeen && IsToCancel(batch);
            if (wait > TimeSpan.Zero && !isCancelNews)
            {
                if (stops.Once || (IsAtProvider(batch) && !isNeeded()))
                    return;
                await WaitAsync(wait, stops.Stop);
                continue;
            }

            isCancelSeen |= isCancelNews;
            try
            {
                batch = await StepAsync(batch, isCancelled(), stops);
            }
            catch (OperationCanceledException) when (stops.Stop.IsCancellationRequested)
            {
                return;
            }

            changed.Set();
        }
    }

    /// <summary>
    /// Gives a batch's rows back that its account will not take: of one that was not made yet, without a call. What may have been made stays, and
    /// waits for the account. False where it stays.
    /// </summary>
    public async Task<bool> GiveUpAsync(Batch batch, string why)
    {
        if (batch.State is not (BatchState.Sealed or BatchState.Uploading or BatchState.Uploaded))
            return false;
        batch = await desk.RefuseAsync(batch, Returned.AccountCode, why);
        batch = await _collection.DownloadAsync(batch, CancellationToken.None);
        await IngestAsync(batch, CancellationToken.None);
        return true;
    }

    /// <summary>Whether all that is to come of it is at the provider.</summary>
    public static bool IsAtProvider(Batch batch) => batch.State is BatchState.Submitted or BatchState.Ended;

    private async Task<Batch> StepAsync(Batch batch, bool isCancelled, BatchStops stops) => batch.State switch
    {
        BatchState.Sealed or BatchState.Uploaded when isCancelled => await desk.RefuseAsync(batch, CancelledCode, "the job was cancelled"),
        BatchState.Sealed => await _upload.SendAsync(batch, stops.Stop),
        BatchState.Uploading => await _upload.FindAsync(batch, stops.Stop),
        BatchState.Uploaded => await _creation.SendAsync(batch, stops.Stop, stops.Abort),
        BatchState.Creating => await _creation.FindAsync(batch, stops.Stop),
        BatchState.NeedsProof => await new BatchProof(desk, _creation).FindAsync(batch, stops.Stop),
        BatchState.Submitted => await _look.LookAsync(batch, isCancelled, stops.Stop),
        BatchState.Ended => await _collection.DownloadAsync(batch, stops.Stop),
        BatchState.Downloaded => await IngestAsync(batch, stops.Stop),
        BatchState.Ingested => await new BatchTwins(desk, _creation).SettleAsync(batch, stops.Stop) ?? await new BatchCleaning(desk, _upload).CleanAsync(batch, stops.Stop),
        var other => throw new InvalidOperationException($"batch {batch.Id} is in state {other}, which has no next step"),
    };

    /// <summary>One at a time: it takes a whole core, and a batch's rows are held in memory.</summary>
    private async Task<Batch> IngestAsync(Batch batch, CancellationToken stop)
    {
        await ingestTurn.WaitAsync(stop);
        try
        {
            return await new BatchIngest(desk, new BatchProof(desk, _creation)).RunAsync(batch, stop);
        }
        finally
        {
            ingestTurn.Release();
        }
    }

    private static bool IsToCancel(Batch batch) =>
        batch is { State: BatchState.Sealed or BatchState.Uploaded } or { State: BatchState.Submitted, CancelAsked: false };

    private async Task WaitAsync(TimeSpan wait, CancellationToken stop)
    {
        try
        {
            // Timers know no less than a millisecond: a wait of less would be none, over and over.
            await Task.Delay(wait > LongestWait ? LongestWait : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), desk.Time, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop sees that it is to stop.
        }
    }
}

/// <summary>When work on batches ends.</summary>
/// <param name="Once">Wait for nothing that is not due.</param>
/// <param name="Stop">Begin no more.</param>
/// <param name="Abort">Give up a creation that is under way too: it is reconciled at the next start.</param>
internal readonly record struct BatchStops(bool Once, CancellationToken Stop, CancellationToken Abort);
