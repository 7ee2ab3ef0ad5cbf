namespace Nightshift.Sinks;

/// <summary>Puts what the operating system says into a sentence with a cure.</summary>
internal static class OutputFailure
{
    private const string NothingLost = "nothing is lost: `nightshift results JOB -o FILE` writes it again";

    /// <summary>Runs a step on the target. What the operating system has against it comes out as an <see cref="OutputException"/>.</summary>
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

    public static OutputException Explain(OutputTarget target, Exception failure) => new(
        $"cannot write {target.DisplayName}: " + failure switch
        {
            UnauthorizedAccessException =>
                $"no permission to write there; allow it or choose another place ({NothingLost})",
            IOException io when SystemError.DiskFull.Is(io) =>
                $"the disk is full; free some space or choose another place ({NothingLost})",
            IOException io when SystemError.FileTooLarge.Is(io) =>
                $"the file grew beyond what the system allows; choose another place or add .gz to its name ({NothingLost})",
            IOException io when SystemError.ReadOnlyDisk.Is(io) =>
                $"the disk is read-only; choose another place ({NothingLost})",
            IOException io when SystemError.PipeClosed.Is(io) =>
                $"the program that reads it has closed it ({NothingLost})",
            PathTooLongException =>
                "the name is too long; choose a shorter one",
            _ => $"{failure.Message.TrimEnd('.')} ({NothingLost})",
        },
        failure);
}
