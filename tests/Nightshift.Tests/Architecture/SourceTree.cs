namespace Nightshift.Tests.Architecture;

/// <summary>The checkout that the tests were built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = Find();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    /// <summary>C# files below a folder of the checkout.</summary>
    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(Path(folder), "*.cs", SearchOption.AllDirectories);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Nightshift.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests run outside of a checkout");
        return folder.FullName;
    }
}
