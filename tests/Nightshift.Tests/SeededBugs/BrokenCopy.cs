using System.Diagnostics;
using Nightshift.Tests.Architecture;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.SeededBugs;

/// <summary>A copy of the checkout that bugs can be put into, built and tested.</summary>
internal sealed class BrokenCopy : IDisposable
{
    private static readonly string[] Parts = ["src", "tests", "eng", "samples", "docs", "bench"];
    private const int MostSaid = 4_000;
    private readonly TemporaryFolder _folder = new();

    /// <summary>What the last program said at its end.</summary>
    public string Said { get; private set; } = "";

    private BrokenCopy()
    {
    }

    public static int CountIn(SeededBug bug) => File.ReadAllText(SourceTree.Path(bug.File)).Split(bug.Sound).Length - 1;

    public static async Task<BrokenCopy> CreateAsync()
    {
        var copy = new BrokenCopy();
        foreach (var file in Directory.EnumerateFiles(SourceTree.Root))
            File.Copy(file, copy._folder[Path.GetFileName(file)]);
        foreach (var part in Parts)
        {
            foreach (var file in Directory.EnumerateFiles(SourceTree.Path(part), "*", SearchOption.AllDirectories).Where(file => !file.Contains("node_modules", StringComparison.Ordinal)))
            {
                var target = copy._folder[Path.GetRelativePath(SourceTree.Root, file)];
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        (await copy.BuildAsync()).ShouldBeTrue("the sound copy must build");
        return copy;
    }

    public void Break(SeededBug bug) => Replace(bug, bug.Sound, bug.Broken);

    public void Mend(SeededBug bug) => File.Copy(SourceTree.Path(bug.File), _folder[bug.File], overwrite: true);

    /// <summary>Builds, then runs the tests of a filter.</summary>
    public async Task<Reaction> TestAsync(IReadOnlyList<string> filter)
    {
        if (!await BuildAsync())
            return Reaction.DidNotBuild;
        var code = await RunAsync(_folder["artifacts/bin/Nightshift.Tests/release/Nightshift.Tests"], ["-noColor", "-noLogo", .. filter]);
        return code == 0 ? Reaction.Passed : Reaction.Failed;
    }

    public void Dispose() => _folder.Dispose();

    private void Replace(SeededBug bug, string from, string to)
    {
        var path = _folder[bug.File];
        File.WriteAllText(path, File.ReadAllText(path).Replace(from, to, StringComparison.Ordinal));
    }

    // A seeded bug may leave something unused behind; that is not how it shall be caught.
    private async Task<bool> BuildAsync() => await RunAsync(
        "dotnet", ["build", _folder["tests/Nightshift.Tests"], "--configuration", "Release", "--nologo", "--verbosity", "quiet", "-nodeReuse:false",
            "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false"]) == 0;

    private async Task<int> RunAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = _folder.Path };
        start.Environment.Remove("NIGHTSHIFT_TEST_FULL");
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Said = string.Concat(await said) is var all && all.Length > MostSaid ? all[^MostSaid..] : all;
        return process.ExitCode;
    }
}

/// <summary>What became of a broken copy.</summary>
internal enum Reaction
{
    /// <summary>No test noticed.</summary>
    Passed,

    /// <summary>A test failed: the bug is caught.</summary>
    Failed,

    /// <summary>The compiler noticed; that proves nothing about the tests.</summary>
    DidNotBuild,
}
