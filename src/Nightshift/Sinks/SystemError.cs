namespace Nightshift.Sinks;

/// <summary>A fault of the operating system by its numbers, as .NET leaves them in <see cref="Exception.HResult"/>: errno on Unix, HRESULT on Windows.</summary>
internal sealed class SystemError(int[] unix, int[] windows)
{
    /// <summary>ENOSPC, EDQUOT (Linux, macOS); ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL.</summary>
    public static readonly SystemError DiskFull = new([28, 122, 69], [0x70, 0x27]);

    /// <summary>EFBIG: a limit of the file system or of the process (<c>ulimit -f</c>).</summary>
    public static readonly SystemError FileTooLarge = new([27], []);

    /// <summary>EROFS; ERROR_WRITE_PROTECT.</summary>
    public static readonly SystemError ReadOnlyDisk = new([30], [0x13]);

    /// <summary>EPIPE; ERROR_BROKEN_PIPE, ERROR_NO_DATA.</summary>
    public static readonly SystemError PipeClosed = new([32], [0x6D, 0xE8]);

    /// <summary>EAGAIN (Linux, macOS), which is how a lock is refused; ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.</summary>
    public static readonly SystemError InUse = new([11, 35], [0x20, 0x21]);

    private const int FromWin32 = unchecked((int)0x80070000);

    private readonly int[] _codes = OperatingSystem.IsWindows() ? [.. windows.Select(static code => FromWin32 | code)] : unix;

    public bool Is(IOException failure) => _codes.Contains(failure.HResult);
}
