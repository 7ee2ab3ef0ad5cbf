namespace Nightshift.Tests.Sinks;

/// <summary>A folder of a test's own.</summary>
public sealed class Folder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("nightshift-sinks-").FullName;

    public IReadOnlyList<string> Names => [.. Directory.EnumerateFileSystemEntries(_path).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    public string At(string name) => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
