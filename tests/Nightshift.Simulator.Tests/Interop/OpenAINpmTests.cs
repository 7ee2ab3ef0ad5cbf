using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Nightshift.Simulator.Tests.Interop;

/// <summary>The official npm package as the client, run by node from <c>tests/clients/openai-npm</c>.</summary>
public sealed class OpenAINpmTests
{
    private static readonly string Project = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "clients", "openai-npm"));

    [Fact]
    public async Task It_completes_streams_and_maps_errors()
    {
        await Install();
        await using var server = await SimulatorServer.StartAsync(new());
        var run = await Run("node", "chat.mjs", server.OpenAIAddress.ToString());
        run.Code.ShouldBe(0, run.Output);
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            "completion: Hello 🦆 stop 13",
            "stream: A longer question that comes back in more than one piece. stop 15",
            "schema: true",
            "models: echo",
            "error: 401 invalid_api_key AuthenticationError",
            "error: 429 insufficient_quota RateLimitError",
            "error: 400 integer_below_min_value BadRequestError",
        ], run.Output);
    }

    private static async Task Install()
    {
        if (Directory.Exists(Path.Combine(Project, "node_modules", "openai")))
            return;
        var install = await Run("npm", "install", "--no-audit", "--no-fund");
        if (install.Code != 0)
            Assert.Skip($"the npm package openai cannot be installed here: {install.Output}");
    }

    private static async Task<(int Code, string Output)> Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Project,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, process.ExitCode == 0 ? output : output + await errors);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed: the official npm package needs Node.js 20 or newer");
            throw;
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
