using Nightshift.Stores;
using Nightshift.Stores.Sqlite;

namespace Nightshift.Tests.EndToEnd;

internal sealed partial class KillBench
{
    /// <summary>Where to begin again: a store as it was, what was not answered then, and what was on its way.</summary>
    internal sealed record Mark(string Folder, long Unanswered, int Sent);

    /// <summary>Keeps the store as it is now, with no process at work on it.</summary>
    /// <param name="name">The mark's.</param>
    public async Task<Mark> MarkAsync(string name)
    {
        await Eventually.TrueAsync(() => Provider.Ledger.Totals.InFlight == 0, "the provider is done");
        var folder = _folder[name];
        Copy(Home, folder);
        return await MarkOfAsync(folder);
    }

    /// <summary>A store that some other way led to.</summary>
    public async Task<Mark> MarkOfAsync(string folder)
    {
        if (!StoreFolder.Exists(folder))
            return new Mark(folder, _rows, 0);
        try
        {
            await using var store = SqliteStore.OpenReadOnly(folder);
            return await store.ListJobsAsync() is [var job, ..]
                ? new Mark(folder, _rows - job.Counts.Done, (int)job.Counts.Sent)
                : new Mark(folder, _rows, 0);
        }
        catch (StoreException)
        {
            // It has no tables yet.
            return new Mark(folder, _rows, 0);
        }
    }

    /// <summary>Forgets all that happened since, without a mark since ever.</summary>
    public async Task RewindAsync(Mark? mark)
    {
        await Eventually.TrueAsync(() => Provider.Ledger.Totals.InFlight == 0, "the provider is done");
        if (Directory.Exists(Home))
            Directory.Delete(Home, recursive: true);
        File.Delete(Output);
        Provider.Ledger.Clear();
        Phases.Clear();
        (_toPay, _inFlightAtKills) = (mark?.Unanswered ?? _rows, mark?.Sent ?? 0);
        if (mark is not null)
            Copy(mark.Folder, Home);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }
}
