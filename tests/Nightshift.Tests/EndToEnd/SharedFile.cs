using Nightshift.Tests.Architecture;

namespace Nightshift.Tests.EndToEnd;

/// <summary>Material that may lie beside the checkout, in a folder <c>shared</c>; tests that use it are skipped without it.</summary>
internal static class SharedFile
{
    public static string Find(string relative)
    {
        var path = Path.GetFullPath(Path.Combine(SourceTree.Root, "..", "shared", relative));
        Assert.SkipUnless(File.Exists(path), $"../shared/{relative} is not there");
        return path;
    }
}
