using System.Runtime.InteropServices;

namespace Nightshift;

/// <summary>How bytes, and then the name that they go by, are made to survive a loss of power.</summary>
/// <param name="File">Waits until all that was written to the file is on the disk.</param>
/// <param name="Folder">Waits until the names in the folder are.</param>
internal sealed partial record DiskSync(Action<FileStream> File, Action<string> Folder)
{
    private const int ReadOnly = 0;
    private const int Unsupported = 22;

    public static DiskSync Real { get; } = new(static file => file.Flush(flushToDisk: true), SyncFolder);

    // .NET opens no folders, so this goes to the C library. Windows has no such call: NTFS journals its names.
    private static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            throw Failure(path);
        try
        {
            // EINVAL: this file system (some network ones) cannot do it, and there is no other way to ask.
            if (Fsync(descriptor) != 0 && Marshal.GetLastPInvokeError() != Unsupported)
                throw Failure(path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string path) =>
        new($"{Marshal.GetLastPInvokeErrorMessage()} ('{path}')", Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
