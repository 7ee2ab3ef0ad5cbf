namespace Nightshift.Tests.EndToEnd.PowerLoss;

/// <summary>What is on a disk after the power went: all that was synced, and of the rest what the kind of tear leaves.</summary>
internal sealed class DiskImage(Recording recording, int cut, Tear tear, Random random)
{
    private const int SmallSector = 512;
    private const int LargeSector = 4096;

    /// <summary>The files by their names.</summary>
    public Dictionary<string, byte[]> Build()
    {
        var names = new Dictionary<string, RecordedFile>(recording.Before);
        var fates = new Dictionary<int, bool>();
        foreach (var change in recording.Names.Where(change => change.At < cut))
        {
            var synced = recording.FolderSyncs.TryGetValue(Path.GetDirectoryName(change.Path)!, out var syncs) && change.At < syncs.DurableUpTo(cut);
            // A move takes one name and gives another: both or neither.
            if (!fates.TryGetValue(change.At, out var survives))
                fates.Add(change.At, survives = synced || Survives());
            if (!survives)
                continue;
            if (change.File is null)
                names.Remove(change.Path);
            else
                names[change.Path] = change.File;
        }

        return names.ToDictionary(name => name.Key, name => Content(name.Value));
    }

    private byte[] Content(RecordedFile file)
    {
        var durable = file.Syncs.DurableUpTo(cut);
        var synced = RecordedFile.Apply(file.Before, file.Changes.Where(change => change.At < durable));
        var pending = file.Changes.Where(change => change.At >= durable && change.At < cut).ToList();
        return RecordedFile.Apply(synced, pending.SelectMany(Remains));
    }

    private IEnumerable<FileChange> Remains(FileChange change)
    {
        if (change.Bytes is null || tear is Tear.Nothing or Tear.Everything or Tear.WholeWrites)
            return Survives() ? [change] : [];
        return Sectors(change, tear == Tear.LargeSectors ? LargeSector : SmallSector).SelectMany(sector => Survives()
            ? [sector]
            : tear == Tear.StaleSectors && random.Next(2) == 0 ? [sector with { Bytes = Stale(sector.Bytes!.Length) }] : Array.Empty<FileChange>());
    }

    private static IEnumerable<FileChange> Sectors(FileChange change, int size)
    {
        for (var done = 0; done < change.Bytes!.Length;)
        {
            var length = Math.Min(size - (int)((change.Offset + done) % size), change.Bytes.Length - done);
            yield return new FileChange(change.At, change.Offset + done, change.Bytes[done..(done + length)]);
            done += length;
        }
    }

    private byte[] Stale(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private bool Survives() => tear switch
    {
        Tear.Nothing => false,
        Tear.Everything => true,
        _ => random.Next(2) == 0,
    };
}
