using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Nightshift.Simulator.Tests.Interop;

/// <summary>An official npm package as the client, run by node from its folder in <c>tests/clients</c>. Where there is no node, the test is skipped.</summary>
/// <param name="folder">The folder, as <c>openai-npm</c>.</param>
/// <param name="package">The package, as <c>openai</c>.</param>
internal sealed class NodeClient(string folder, string package)
{
    private readonly string _project = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "clients", folder));

    /// <summary>Runs a script to its end and gives the lines that it wrote.</summary>
    public async Task<string[]> Run(string script, params string[] arguments)
    {
        await Install();
        var run = await Start("node", [script, .. arguments]);
        run.Code.ShouldBe(0, run.Output);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task Install()
    {
        if (Directory.Exists(Path.Combine(_project, "node_modules", package)))
            return;
        var install = await Start("npm", ["install", "--no-audit", "--no-fund"]);
        if (install.Code != 0)
            Assert.Skip($"the npm package {package} cannot be installed here: {install.Output}");
    }

    private async Task<(int Code, string Output)> Start(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = _project,
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
            Assert.Skip($"{program} is not installed: the official npm packages need Node.js 20 or newer");
            throw;
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
