namespace Nightshift.Sinks;

/// <summary>
/// The place of an output file, held against other writers by a lock file beside it. The lock gives a second writer a clear error; it is
/// the move into place that keeps the file whole, also where a file system has no locks.
/// </summary>
internal sealed class OutputPlace : IDisposable
{
    private readonly FileStream _lock;

    private OutputPlace(OutputTarget target, string path, FileStream @lock)
    {
        Target = target;
        FinalPath = path;
        _lock = @lock;
    }

    public OutputTarget Target { get; }

    /// <summary>The full path of the file, behind a symbolic link when the target is one: the link stays a link.</summary>
    public string FinalPath { get; }

    public string Folder => Path.GetDirectoryName(FinalPath)!;

    /// <summary>Takes the place, and clears away what dead writers left there.</summary>
    /// <exception cref="OutputException">The target cannot be written, or another process is writing it.</exception>
    public static OutputPlace Open(OutputTarget target)
    {
        var path = OutputFailure.Explained(target, () => Resolve(target));
        Require(target, path);
        var place = new OutputPlace(target, path, TakeLock(target, path));
        PartialFile.RemoveAbandoned(path);
        return place;
    }

    public void Dispose() => _lock.Dispose();

    private static string Resolve(OutputTarget target)
    {
        if (target.Path.Length == 0)
            throw new OutputException("the output file has no name; say -o FILE, or -o - for standard output");
        var path = Path.GetFullPath(target.Path);
        return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
    }

    private static void Require(OutputTarget target, string path)
    {
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            throw new OutputException($"cannot write {target.DisplayName}: it is a folder; name a file in it");
        var folder = Path.GetDirectoryName(path)!;
        if (File.Exists(folder))
            throw new OutputException($"cannot write {target.DisplayName}: '{folder}' is a file and not a folder; choose another place");
        if (!Directory.Exists(folder))
            throw new OutputException($"cannot write {target.DisplayName}: there is no folder '{folder}'; create it or choose another place");
        if (File.Exists(path) && new FileInfo(path).IsReadOnly)
            throw new OutputException($"cannot write {target.DisplayName}: the file is read-only; allow writing to it or choose another name");
    }

    private static FileStream TakeLock(OutputTarget target, string path)
    {
        var lockPath = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.lock");
        try
        {
            return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (IOException failure) when (SystemError.InUse.Is(failure))
        {
            throw new OutputException(
                $"cannot write {target.DisplayName}: another process is writing it now; wait for it or choose another name", failure);
        }
        catch (Exception failure) when (OutputFailure.IsForTarget(failure))
        {
            throw OutputFailure.Explain(target, failure);
        }
    }
}
