using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>Deletes what is ours of an ingested batch: its upload, its results, the batch itself where that can be, and the spool files.</summary>
internal sealed class BatchCleaning(BatchDesk desk, BatchUpload upload)
{
    private const int MostTries = 3;

    /// <summary>Whether it was tried so often that only `nightshift clean` tries again.</summary>
    public static bool IsGivenUp(Batch batch) => batch is { State: BatchState.Ingested, Tries: >= MostTries };

    /// <summary>From ingested on: cleans.</summary>
    public async Task<Batch> CleanAsync(Batch batch, CancellationToken stop)
    {
        if (!desk.KeepRemote && !await DeleteAsync(batch, stop))
            return await desk.AgainAsync(batch);
        Failpoint.Hit(BatchFailpoints.Cleaned);
        desk.Spool.Remove(batch.Submission);
        return await desk.AdvanceAsync(batch, batch with { State = BatchState.Cleaned });
    }

    private async Task<bool> DeleteAsync(Batch batch, CancellationToken stop)
    {
        foreach (var id in await FilesAsync(batch, stop))
        {
            if (await desk.Protocol.DeleteFileAsync(desk.Channel, id, stop) is not Effect<None>.Done)
                return false;
        }

        return batch.RemoteId is not { } remote || await desk.Protocol.DeleteAsync(desk.Channel, remote, stop) is Effect<None>.Done;
    }

    private async Task<IEnumerable<string>> FilesAsync(Batch batch, CancellationToken stop)
    {
        var files = batch.Results.Select(ResultParts.Parse).Where(part => part.IsFile).Select(part => part.Reference);
        if (batch.InputFile is { } input)
            files = files.Append(input);
        // An upload that was repeated may have left a twin.
        if ((await desk.Store.ListAnomaliesAsync(batch.Id, stop)).Any(note => note.Kind == BatchUpload.RepeatedKind))
            files = files.Concat((await upload.FilesAsync(batch, stop) ?? []).Select(file => file.Id));
        return files.Distinct(StringComparer.Ordinal);
    }
}
