using System.Security.Cryptography;
using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>Gets a batch's requests to the provider as a file, once; after an unclear end, finds it there. Uploads are not paid for.</summary>
internal sealed class BatchUpload(BatchDesk desk)
{
    /// <summary>The kind of note that says that a second file of ours may be at the provider.</summary>
    public const string RepeatedKind = "upload_repeated";

    /// <summary>The code of a batch whose requests are not in the spool as they were written.</summary>
    public const string SpoolLostCode = "spool_lost";

    private const int ListingsToBeSure = 2;
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(10);

    /// <summary>From sealed on: uploads the file, where the provider wants one.</summary>
    public async Task<Batch> SendAsync(Batch batch, CancellationToken stop)
    {
        if (!desk.Protocol.UploadsFile)
            return await desk.AdvanceAsync(batch, batch with { State = BatchState.Uploaded });
        if (Damage(batch) is { } damage)
            return await desk.RefuseAsync(batch, SpoolLostCode, damage);

        var refusals = batch.Tries;
        batch = await desk.AdvanceAsync(batch, batch with { State = BatchState.Uploading });
        Failpoint.Hit(BatchFailpoints.UploadIntended);
        var effect = await desk.Protocol.UploadAsync(desk.Channel, desk.Spool.Requests(batch), stop);
        Failpoint.Hit(BatchFailpoints.Uploaded);
        return await desk.AfterAsync(effect, batch, BatchState.Sealed, refusals, value => UploadedAsync(batch, value));
    }

    /// <summary>From an intended upload on: looks whether the file is there.</summary>
    public async Task<Batch> FindAsync(Batch batch, CancellationToken stop)
    {
        if (await FilesAsync(batch, stop) is not { } files)
            return await desk.MoveAsync(batch, batch with { NextStepAt = desk.Now + desk.Judge.Wait(batch.Tries + 1) });
        if (files.FirstOrDefault(file => file.Bytes is null || file.Bytes == batch.Bytes) is { } found)
        {
            foreach (var extra in files.Where(file => file != found))
                await desk.Protocol.DeleteFileAsync(desk.Channel, extra.Id, stop);
            return await UploadedAsync(batch, found);
        }

        if (batch.Tries + 1 < ListingsToBeSure)
            return await desk.MoveAsync(batch, batch with { Tries = batch.Tries + 1, NextStepAt = desk.Now + desk.Lane.Terms.ListLag });
        await desk.NoteAsync(batch, "upload", RepeatedKind, "an upload ended unclear and its file did not show; it was uploaded again");
        return await desk.AdvanceAsync(batch, batch with { State = BatchState.Sealed });
    }

    /// <summary>The account's files that bear the batch's name; null when the list cannot be had.</summary>
    public async Task<IReadOnlyList<RemoteFile>?> FilesAsync(Batch batch, CancellationToken stop)
    {
        var name = desk.Spool.Requests(batch).Name;
        var since = batch.SealedAt - ClockSlack;
        var files = await Listing.ReadAsync(page => desk.Protocol.ListFilesAsync(desk.Channel, page, stop), file => file.CreatedAt < since, desk);
        return files is null ? null : [.. files.Where(file => file.Name == name)];
    }

    private async Task<Batch> UploadedAsync(Batch batch, RemoteFile file)
    {
        desk.Judge.Reached();
        batch = await desk.AdvanceAsync(batch, batch with { State = BatchState.Uploaded, InputFile = file.Id });
        Failpoint.Hit(BatchFailpoints.UploadStored);
        return batch;
    }

    /// <summary>What is wrong with the spool file; null when it is what was sealed.</summary>
    private string? Damage(Batch batch)
    {
        var path = desk.Spool.Requests(batch).Path;
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file)) == batch.Sha256 ? null : $"{path} is not what was written";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be read: {e.Message}";
        }
    }
}
