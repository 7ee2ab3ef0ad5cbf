namespace Nightshift.Simulator.Batches;

/// <summary>A temporary folder for the bytes of files: batches are streamed through it and never held in memory.</summary>
internal sealed class Spool : IDisposable
{
    private readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateTempSubdirectory("nightshift-simulator-"));
    private long _files;

    public string NewPath() => Path.Combine(_folder.Value.FullName, $"{Interlocked.Increment(ref _files):x8}");

    /// <summary>A file of no bytes.</summary>
    public string Empty()
    {
        var path = NewPath();
        Create(path).Dispose();
        return path;
    }

    public static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 64 * 1024);

    public static FileStream Read(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);

    public void Dispose()
    {
        if (!_folder.IsValueCreated)
            return;
        try
        {
            _folder.Value.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A call that is being cut off still writes: the system clears temporary folders in the end.
        }
    }
}
