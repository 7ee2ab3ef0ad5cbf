namespace Nightshift.Tests.Architecture;

/// <summary>The tree stays readable: files of one topic, names that say a role.</summary>
public sealed class TreeTests(ITestOutputHelper output)
{
    private static readonly string[] KindNames = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Impl", "Data", "Info", "Service"];

    [Fact]
    public void Half_of_the_files_are_under_60_lines_and_nine_in_ten_under_200()
    {
        var lengths = SourceTree.Files("src").Select(file => File.ReadLines(file).Count()).Order().ToList();
        output.WriteLine($"{lengths.Count} files, median {lengths[lengths.Count / 2]}, p90 {lengths[lengths.Count * 9 / 10]}, longest {lengths[^1]}");
        lengths[lengths.Count / 2].ShouldBeLessThan(60);
        lengths[lengths.Count * 9 / 10].ShouldBeLessThan(200);
    }

    [Fact]
    public void Names_say_a_role_and_not_a_kind() =>
        SourceTree.Files("src").Select(Path.GetFileNameWithoutExtension)
            .Where(name => KindNames.Any(kind => name!.EndsWith(kind, StringComparison.Ordinal)) || name!.StartsWith("Base", StringComparison.Ordinal))
            .ShouldBeEmpty();
}
