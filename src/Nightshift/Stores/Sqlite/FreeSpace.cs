namespace Nightshift.Stores.Sqlite;

/// <summary>
/// Looks at the disk's free space before work is claimed that will be paid for: its answers must fit when they come. Safe for one
/// thread at a time.
/// </summary>
internal sealed class FreeSpace(string folder, TimeProvider time)
{
    private const long Megabyte = 1024 * 1024;
    private const long Reserve = 64 * Megabyte;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly DriveInfo _drive = new(folder);
    private long? _lookedAt;

    /// <summary>Refuses when there is too little; looks once a second.</summary>
    /// <exception cref="StoreException">Of a disk that is full.</exception>
    public void Require()
    {
        if (_lookedAt is { } looked && time.GetElapsedTime(looked) < Interval)
            return;
        if (_drive.AvailableFreeSpace is var free && free < Reserve)
        {
            throw new StoreException(
                $"the disk is nearly full: {free / Megabyte} MB are left at {folder}, and answers need {Reserve / Megabyte} MB to be safe; "
                + "free some space, then run the same command again; nothing is lost") { IsDiskFull = true };
        }

        _lookedAt = time.GetTimestamp();
    }
}
