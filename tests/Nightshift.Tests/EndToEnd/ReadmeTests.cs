using System.Diagnostics;
using System.Text.RegularExpressions;
using Nightshift.Tests.Architecture;

namespace Nightshift.Tests.EndToEnd;

/// <summary>The README's first minute, as a newcomer types it.</summary>
public sealed partial class ReadmeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_first_command_runs_and_answers_every_ticket()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder["samples"], SourceTree.Path("samples"));
        File.CreateSymbolicLink(folder["nightshift"], SourceTree.Path("nightshift"));

        var command = Commands().First();
        command.ShouldBe("./nightshift run samples/tickets.csv --task samples/classify.yaml -o answers.csv");
        var (code, errors) = await ShellAsync(command, folder.Path, folder["home"]);

        output.WriteLine(errors);
        code.ShouldBe(0, errors);
        var header = File.ReadLines(folder["answers.csv"]).First();
        header.ShouldStartWith(File.ReadLines(SourceTree.Path("samples/tickets.csv")).First() + ",answer,_status,_error,_model,_mode,_input_tokens,_output_tokens,_cost_usd");
    }

    [Fact]
    public void The_second_command_is_the_test_script_and_continuous_integration_runs_the_same()
    {
        Commands().Skip(1).First().ShouldBe("./test");
        File.ReadAllText(SourceTree.Path(".ci/run")).ShouldContain("exec ./test");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(SourceTree.Path("test")).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue();
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/guides/batches.md")]
    public async Task The_other_commands_are_understood(string page)
    {
        foreach (var command in Commands(page).Where(line => line.StartsWith("./nightshift ", StringComparison.Ordinal)))
        {
            // --help after a command's own options: the parser takes them all, and nothing runs.
            var (code, errors) = await ShellAsync(command + " --help", SourceTree.Root, Path.GetTempPath());
            code.ShouldBe(0, $"{command}: {errors}");
        }
    }

    [Fact]
    public void Every_file_that_it_links_to_exists() =>
        LocalLink().Matches(File.ReadAllText(SourceTree.Path("README.md"))).Select(match => match.Groups["path"].Value)
            .Where(path => !File.Exists(SourceTree.Path(path))).ShouldBeEmpty();

    private static IEnumerable<string> Commands(string page = "README.md") =>
        ShellBlock().Matches(File.ReadAllText(SourceTree.Path(page))).SelectMany(block => block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static async Task<(int Code, string Errors)> ShellAsync(string command, string folder, string home)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["NIGHTSHIFT_HOME"] = home;
        using var shell = Process.Start(start)!;
        var read = shell.StandardOutput.ReadToEndAsync();
        var errors = await shell.StandardError.ReadToEndAsync();
        await read;
        await shell.WaitForExitAsync();
        return (shell.ExitCode, errors);
    }

    [GeneratedRegex(@"```sh\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"\]\((?<path>[^):]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LocalLink();
}
