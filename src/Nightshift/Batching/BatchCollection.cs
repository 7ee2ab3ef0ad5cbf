using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>Brings a batch's results into the spool: all files there are, whatever the status, each whole before it has its name.</summary>
internal sealed class BatchCollection(BatchDesk desk)
{
    /// <summary>From ended on: downloads what is not there yet.</summary>
    public async Task<Batch> DownloadAsync(Batch batch, CancellationToken stop)
    {
        long lines = 0;
        foreach (var part in batch.Results.Select(ResultParts.Parse))
        {
            var path = desk.Spool.ResultsPath(batch, part.Source);
            if (!File.Exists(path) && await FetchAsync(batch, part, path, stop) is { } waiting)
                return waiting;
            lines += File.Exists(path) ? CountLines(path) : 0;
        }

        // A body can end early without an error, and results can be written while they are said to be done: what was paid is worth the wait.
        if (batch.Results.Count > 0 && lines < Expected(batch) && batch.Tries < desk.Lane.Terms.Patience)
        {
            foreach (var part in batch.Results.Select(ResultParts.Parse))
                File.Delete(desk.Spool.ResultsPath(batch, part.Source));
            return await desk.AgainAsync(batch, LookSchedule.Again(desk.Lane.Terms, batch.Tries));
        }

        batch = await desk.AdvanceAsync(batch, batch with { State = BatchState.Downloaded });
        Failpoint.Hit(BatchFailpoints.DownloadStored);
        return batch;
    }

    /// <summary>Lines that the results have at the least: a failed batch, or one that the provider counts otherwise, promises none.</summary>
    private static long Expected(Batch batch) => batch.FaultCode is null ? batch.RemoteDone : 0;

    /// <summary>Downloads one part; null when it is there, or known never to come.</summary>
    private async Task<Batch?> FetchAsync(Batch batch, ResultPart part, string path, CancellationToken stop)
    {
        var partial = $"{path}.part";
        Effect<long> effect;
        await using (var file = desk.Spool.Create(partial))
        {
            effect = await desk.Protocol.DownloadAsync(desk.Channel, batch.RemoteId!, part, file, stop);
            if (effect is Effect<long>.Done)
                DiskSync.Real.File(file);
        }

        Failpoint.Hit(BatchFailpoints.Downloading);
        switch (effect)
        {
            case Effect<long>.Done:
                desk.Judge.Reached();
                File.Move(partial, path, overwrite: true);
                desk.Spool.Sync();
                return null;
            // Fresh results can be forbidden or missing for a while; after that they are lost, and said to be.
            case Effect<long>.Refused { Refusal.Status: 403 or 404 or 410 } when batch.Tries >= desk.Lane.Terms.Patience:
                await desk.NoteAsync(batch, part.Source, "results_lost", $"the provider does not give {part.Reference} out; its rows are sent again");
                return null;
            case Effect<long>.Refused { Refusal.Status: 403 or 404 or 410 }:
                return await desk.AgainAsync(batch, LookSchedule.Again(desk.Lane.Terms, batch.Tries));
            // Never given up by itself, what it holds is paid for; but after hours its user should know.
            case Effect<long>.Unclear unclear when batch.Tries + 1 >= 2 * desk.Lane.Terms.Patience:
                return await desk.PauseAsync(batch, batch.State, $"the results of batch {batch.RemoteId} cannot be read: {unclear.Message}; run the same command again to try again");
            default:
                return await desk.NotDoneAsync(batch, effect, LookSchedule.Again(desk.Lane.Terms, batch.Tries));
        }
    }

    private static long CountLines(string path)
    {
        using var lines = new LineBuffer(File.OpenRead(path), ResultReader.LongestLine);
        while (lines.TryRead(out _))
        {
        }

        return lines.Number;
    }
}
