using SQLitePCL;

namespace Nightshift.Stores.Sqlite;

/// <summary>Says what SQLite's result codes mean for the user, and what helps.</summary>
internal static class SqliteFault
{
    private const int PrimaryCode = 0xff;
    private const long NoSpaceToSpeakOf = 1 << 20;

    public static Exception ToException(int code, string message, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return (code & PrimaryCode) switch
        {
            raw.SQLITE_FULL => DiskFull(folder),
            raw.SQLITE_IOERR when HasNoSpace(folder) => DiskFull(folder),
            raw.SQLITE_IOERR => new StoreException(
                $"the disk refused to read or write {path} ({message}, code {code}): "
                + "check the disk, then run the same command again; nothing is lost") { IsDiskFault = true },
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StoreException(
                $"{path} is damaged ({message}): run `nightshift doctor`, restore a copy, or name another folder with --home"),
            raw.SQLITE_BUSY => new StoreException(
                $"{path} is locked by another program ({message}): close it, then run the same command again; nothing is lost"),
            raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM => new StoreException(
                $"cannot open {path} ({message}): make it and its folder writable, or name another folder with --home or NIGHTSHIFT_HOME"),
            _ => new InvalidOperationException($"SQLite: {message} (code {code})"),
        };
    }

    private static StoreException DiskFull(string folder) => new(
        $"the disk is full: free some space at {folder}, then run the same command again; nothing is lost") { IsDiskFull = true };

    /// <summary>A used-up quota and a side file that cannot grow are reported as I/O errors.</summary>
    private static bool HasNoSpace(string folder) => new DriveInfo(folder).AvailableFreeSpace < NoSpaceToSpeakOf;
}
