using System.Runtime.CompilerServices;
using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>
/// Goes through an account for files that we once uploaded and nothing needs any more: a lost store, a removed job or a crash left them.
/// They bear a name that nobody else's file has; what a batch of this store or one that runs at the provider was made from stays, and so
/// does what is young: another machine may be about to use it. Results of batches that this store does not know stay too: another machine
/// may not have fetched them yet, and they were paid for.
/// </summary>
internal sealed class BatchSweep(BatchDesk desk, BatchCleaning cleaning)
{
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(10);

    private string Account => desk.Lane.Connection.Destination;

    /// <summary>Deletes what an ingested batch of the store left.</summary>
    public async IAsyncEnumerable<CleanOutcome> CleanAsync(Batch batch, bool isDryRun, [EnumeratorCancellation] CancellationToken stop)
    {
        var isLeft = isDryRun;
        foreach (var remnant in await cleaning.FindAsync(batch, stop))
        {
            var outcome = await DeleteAsync(remnant, isDryRun, stop);
            isLeft |= outcome is not CleanOutcome.Deleted;
            yield return outcome;
        }

        if (!isLeft)
            await cleaning.EndAsync(batch);
    }

    /// <summary>Deletes uploads that no batch needs.</summary>
    public async IAsyncEnumerable<CleanOutcome> CleanAsync(TimeSpan olderThan, bool isDryRun, [EnumeratorCancellation] CancellationToken stop)
    {
        if (!desk.Protocol.UploadsFile)
            yield break;
        Effect<Page<RemoteFile>>? answer = null;
        var files = await Listing.ReadAsync(async page => answer = await desk.Protocol.ListFilesAsync(desk.Channel, page, stop), _ => false, desk);
        if (files is null)
        {
            yield return new CleanOutcome.NotAsked(Account, desk.WhyNot(answer!));
            yield break;
        }

        var orphans = await OrphansAsync(files, desk.Now - olderThan, stop);
        if (orphans.Count == 0)
            yield break;
        var since = orphans.Min(file => file.CreatedAt) - ClockSlack;
        Effect<Page<RemoteBatch>>? listing = null;
        var batches = await Listing.ReadAsync(async page => listing = await desk.Protocol.ListAsync(desk.Channel, page, stop), batch => batch.CreatedAt < since, desk);
        if (batches is null)
        {
            yield return new CleanOutcome.NotAsked(Account, desk.WhyNot(listing!));
            yield break;
        }

        foreach (var file in orphans.Where(file => !batches.Any(batch => !batch.Status.HasEnded() && IsMadeFrom(batch, file))))
            yield return await DeleteAsync(new Remnant(RemnantKind.File, file.Id, null, file.Name, file.CreatedAt), isDryRun, stop);
    }

    private async Task<List<RemoteFile>> OrphansAsync(IReadOnlyList<RemoteFile> files, DateTimeOffset before, CancellationToken stop)
    {
        var known = (await desk.Store.ListBatchesAsync(cancellation: stop)).Where(batch => batch.State != BatchState.Cleaned).ToList();
        var ids = known.Select(batch => batch.InputFile).ToHashSet(StringComparer.Ordinal);
        var names = known.Select(batch => desk.Spool.Requests(batch).Name).ToHashSet(StringComparer.Ordinal);
        return [.. files.Where(file => UploadName.IsOurs(file.Name) && file.CreatedAt < before && !ids.Contains(file.Id) && !names.Contains(file.Name!))];
    }

    private static bool IsMadeFrom(RemoteBatch batch, RemoteFile file) =>
        batch.InputFile == file.Id || (batch.Submission is { } submission && submission == UploadName.SubmissionOf(file.Name!));

    private async Task<CleanOutcome> DeleteAsync(Remnant remnant, bool isDryRun, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (isDryRun)
            return new CleanOutcome.Found(Account, remnant);
        var effect = await cleaning.DeleteAsync(remnant, stop);
        return effect is Effect<None>.Done ? new CleanOutcome.Deleted(Account, remnant) : new CleanOutcome.NotDeleted(Account, remnant, desk.WhyNot(effect));
    }
}
