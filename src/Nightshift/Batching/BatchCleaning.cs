using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>Deletes what is ours of an ingested batch at its provider: its upload, its results, the batch itself where that can be.</summary>
internal sealed class BatchCleaning(BatchDesk desk, BatchUpload upload)
{
    private const int MostTries = 3;

    /// <summary>Whether what is left of it is `nightshift clean`'s matter: it was tried too often, or is to be kept.</summary>
    public static bool IsLeft(Batch batch, bool keepRemote) => batch.State == BatchState.Ingested && (keepRemote || batch.Tries >= MostTries);

    /// <summary>From ingested on: cleans.</summary>
    public async Task<Batch> CleanAsync(Batch batch, CancellationToken stop)
    {
        foreach (var remnant in await FindAsync(batch, stop))
        {
            if (await DeleteAsync(remnant, stop) is not Effect<None>.Done)
                return await desk.AgainAsync(batch);
        }

        return await EndAsync(batch);
    }

    /// <summary>What there may be of a batch.</summary>
    public async Task<IReadOnlyList<Remnant>> FindAsync(Batch batch, CancellationToken stop)
    {
        var files = batch.Results.Select(ResultParts.Parse).Where(part => part.IsFile).Select(part => part.Reference);
        if (batch.InputFile is { } input)
            files = files.Append(input);
        // An upload that was repeated may have left a twin.
        if ((await desk.Store.ListAnomaliesAsync(batch.Id, stop)).Any(note => note.Kind == BatchUpload.RepeatedKind))
            files = files.Concat((await upload.FilesAsync(batch, stop) ?? []).Select(file => file.Id));
        var remnants = files.Distinct(StringComparer.Ordinal).Select(id => new Remnant(RemnantKind.File, id, batch.Id));
        return [.. remnants, .. batch.RemoteId is { } remote ? [new Remnant(RemnantKind.Batch, remote, batch.Id)] : Array.Empty<Remnant>()];
    }

    /// <summary>Deletes one thing. What is gone already, or cannot be deleted anywhere there, counts as done.</summary>
    public Task<Effect<None>> DeleteAsync(Remnant remnant, CancellationToken stop) => remnant.Kind switch
    {
        RemnantKind.File => desk.Protocol.DeleteFileAsync(desk.Channel, remnant.Id, stop),
        RemnantKind.Batch => desk.Protocol.DeleteAsync(desk.Channel, remnant.Id, stop),
        _ => throw new ArgumentOutOfRangeException(nameof(remnant), remnant.Kind, "not a kind"),
    };

    /// <summary>Nothing of it is left.</summary>
    public Task<Batch> EndAsync(Batch batch)
    {
        Failpoint.Hit(BatchFailpoints.Cleaned);
        return desk.AdvanceAsync(batch, batch with { State = BatchState.Cleaned });
    }
}
