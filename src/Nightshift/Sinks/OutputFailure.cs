namespace Nightshift.Sinks;

/// <summary>Puts what the operating system says into a sentence with a cure.</summary>
internal static class OutputFailure
{
    private const string NothingLost = "nothing is lost: `nightshift results JOB -o FILE` writes it again";

    // Error numbers as .NET leaves them in HResult: errno on Unix (Linux, then macOS where it differs), HRESULT of the Win32 error on Windows.
    private static readonly int[] DiskFull = OperatingSystem.IsWindows() ? [unchecked((int)0x80070070), unchecked((int)0x80070027)] : [28, 122, 69];
    private static readonly int[] InUse = OperatingSystem.IsWindows() ? [unchecked((int)0x80070020), unchecked((int)0x80070021)] : [11, 35];
    private static readonly int[] PipeClosed = OperatingSystem.IsWindows() ? [unchecked((int)0x8007006D), unchecked((int)0x800700E8)] : [32];
    private static readonly int[] ReadOnlySystem = OperatingSystem.IsWindows() ? [unchecked((int)0x80070013)] : [30];
    private static readonly int[] FileTooLarge = OperatingSystem.IsWindows() ? [] : [27];

    /// <summary>Runs a step on the target; what the operating system has against it comes out as an <see cref="OutputException"/>.</summary>
    public static T Explained<T>(OutputTarget target, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception failure) when (IsForTarget(failure))
        {
            throw Explain(target, failure);
        }
    }

    /// <inheritdoc cref="Explained{T}(OutputTarget, Func{T})"/>
    public static void Explained(OutputTarget target, Action step) => Explained(target, () =>
    {
        step();
        return true;
    });

    public static bool IsForTarget(Exception failure) => failure is IOException or UnauthorizedAccessException;

    /// <summary>Whether a lock was refused because another process has it.</summary>
    public static bool IsInUse(IOException failure) => InUse.Contains(failure.HResult);

    public static OutputException Explain(OutputTarget target, Exception failure) => new(
        $"cannot write {target.DisplayName}: " + failure switch
        {
            UnauthorizedAccessException =>
                $"no permission to write there; allow it or choose another place ({NothingLost})",
            IOException when DiskFull.Contains(failure.HResult) =>
                $"the disk is full; free some space or choose another place ({NothingLost})",
            IOException when FileTooLarge.Contains(failure.HResult) =>
                $"the file grew beyond what the system allows; choose another place or add .gz to its name ({NothingLost})",
            IOException when ReadOnlySystem.Contains(failure.HResult) =>
                $"the disk is read-only; choose another place ({NothingLost})",
            IOException when PipeClosed.Contains(failure.HResult) =>
                $"the program that reads it has closed it ({NothingLost})",
            PathTooLongException =>
                "the name is too long; choose a shorter one",
            _ => $"{failure.Message.TrimEnd('.')} ({NothingLost})",
        },
        failure);
}
