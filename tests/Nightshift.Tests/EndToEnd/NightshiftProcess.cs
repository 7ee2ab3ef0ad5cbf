using System.Diagnostics;

namespace Nightshift.Tests.EndToEnd;

/// <summary>The real program in a process of its own, with a home of its own.</summary>
internal sealed class NightshiftProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private NightshiftProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>Starts it.</summary>
    /// <param name="home">NIGHTSHIFT_HOME; it gets no other setting, and a key for simulated providers.</param>
    /// <param name="arguments">As typed.</param>
    /// <param name="environment">Further variables.</param>
    public static NightshiftProcess Start(string home, IEnumerable<string> arguments, params (string Name, string? Value)[] environment) =>
        Start([Program, .. arguments], home, environment);

    /// <summary>Starts it as the last arguments of another program, which ends as it ends.</summary>
    /// <param name="wrapper">The other program and its own arguments.</param>
    /// <param name="home">NIGHTSHIFT_HOME.</param>
    /// <param name="arguments">As typed.</param>
    public static NightshiftProcess StartUnder(IEnumerable<string> wrapper, string home, IEnumerable<string> arguments) =>
        Start([.. wrapper, Program, .. arguments], home, []);

    /// <summary>Starts it in a folder of its own.</summary>
    public static NightshiftProcess StartIn(string folder, string home, IEnumerable<string> arguments) => Start([Program, .. arguments], home, [], folder);

    private static NightshiftProcess Start(string[] command, string home, (string Name, string? Value)[] environment, string folder = "")
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var name in start.Environment.Keys.Where(name => name.EndsWith("_API_KEY", StringComparison.Ordinal) || name.EndsWith("_BASE_URL", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["NIGHTSHIFT_HOME"] = home;
        start.Environment["OPENAI_API_KEY"] = "sk-test";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new NightshiftProcess(Process.Start(start)!);
    }

    /// <summary>Starts it, gives it its standard input, and waits.</summary>
    public static async Task<Finished> RunAsync(string home, IEnumerable<string> arguments, Stream? input = null, params (string Name, string? Value)[] environment)
    {
        await using var process = Start(home, arguments, environment);
        if (input is not null)
            await input.CopyToAsync(process._process.StandardInput.BaseStream);
        process._process.StandardInput.Close();
        return await process.EndAsync();
    }

    public async Task<Finished> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return new Finished(_process.ExitCode, await _output, await _errors);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Another signal, such as INT.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString()]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    /// <summary>The command line as this build made it.</summary>
    private static string Program
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
            return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Nightshift.Cli", configuration, "Nightshift.Cli"));
        }
    }
}

/// <summary>A program that has ended.</summary>
internal sealed record Finished(int Code, string Output, string Errors);
