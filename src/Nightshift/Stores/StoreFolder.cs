namespace Nightshift.Stores;

/// <summary>The folder of an embedded store: private to its user, on a disk of this machine.</summary>
public static class StoreFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Whether there is a store in the folder.</summary>
    public static bool Exists(string folder) => File.Exists(DatabasePath(folder));

    /// <summary>The process that works on the store now; null when none does.</summary>
    public static StoreOwner? FindOwner(string folder) => StoreLock.FindOwner(folder);

    /// <summary>The database file of the store in a folder.</summary>
    public static string DatabasePath(string folder) => Path.Combine(folder, "nightshift.db");

    internal static string LockPath(string folder) => Path.Combine(folder, "nightshift.lock");

    internal static string OwnerPath(string folder) => Path.Combine(folder, "owner.json");

    /// <summary>Makes the folder when it is not there, and refuses one that cannot hold a store.</summary>
    internal static void Prepare(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else if (!Directory.Exists(folder))
                Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(folder, fault);
        }

        RefuseNetwork(folder);
    }

    /// <summary>Makes an empty file that only its owner can read, unless it is there; SQLite gives its side files the same mode.</summary>
    internal static void Touch(string path)
    {
        if (!File.Exists(path))
            OpenPrivate(path, FileShare.ReadWrite).Dispose();
        else if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OwnerOnly);
    }

    internal static FileStream OpenPrivate(string path, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    internal static StoreException CannotWrite(string folder, Exception fault) => new(
        $"cannot write to {folder} ({fault.Message.TrimEnd('.')}): make it writable, or name another folder with --home or NIGHTSHIFT_HOME",
        fault);

    /// <summary>SQLite's locks and shared memory do not hold across machines: a store there would be damaged sooner or later.</summary>
    private static void RefuseNetwork(string folder)
    {
        if (new DriveInfo(folder) is { DriveType: DriveType.Network } drive)
        {
            throw new StoreException(
                $"{folder} is on a network file system ({drive.DriveFormat}), where a store cannot be kept safely: "
                + "name a folder on a local disk with --home or NIGHTSHIFT_HOME");
        }
    }
}
