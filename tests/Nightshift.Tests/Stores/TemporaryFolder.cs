namespace Nightshift.Tests.Stores;

/// <summary>A folder of the test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nightshift-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
