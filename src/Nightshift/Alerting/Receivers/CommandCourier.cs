using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Nightshift.Alerting.Receivers;

/// <summary>Runs a program of the user's own with the alert on its standard input. Exit code 0 says that it was taken.</summary>
internal sealed class CommandCourier(TimeProvider time)
{
    private const int MostKept = 4096;
    private const int ShownError = 120;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    public async Task<Arrival> RunAsync(AlertRoute.Command command, byte[] body, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        using var process = new Process { StartInfo = new ProcessStartInfo(command.Words[0], command.Words.Skip(1))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        } };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return new Arrival.NotTaken($"{AlertText.Foreign(command.Words[0])} cannot be started: is the path right, and may it be run?");
        }

        try
        {
            var errors = ReadAsync(process.StandardError.BaseStream, both.Token);
            var output = ReadAsync(process.StandardOutput.BaseStream, both.Token);
            await WriteAsync(process, body, both.Token);
            await process.WaitForExitAsync(both.Token);
            // What it left running may keep its output open for ever.
            await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(LastWords, time, both.Token));
            return process.ExitCode == 0 ? new Arrival.Taken() : new Arrival.NotTaken($"exit code {process.ExitCode}{Last(errors.IsCompletedSuccessfully ? await errors : "")}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            if (stop.IsCancellationRequested)
                throw;
            return new Arrival.NotTaken($"it took longer than {Limit.TotalSeconds:0} s and was ended");
        }
    }

    private static async Task WriteAsync(Process process, byte[] body, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(body, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It does not read what it is told; its exit code says whether that was meant.
        }
    }

    /// <summary>Reads to the end, so that nobody waits for a full pipe, and keeps the beginning.</summary>
    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var (kept, buffer, length) = (new byte[MostKept], new byte[MostKept], 0);
        while (await stream.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            var part = Math.Min(read, MostKept - length);
            buffer.AsSpan(0, part).CopyTo(kept.AsSpan(length));
            length += part;
        }

        return Encoding.UTF8.GetString(kept, 0, length);
    }

    private static string Last(string errors)
    {
        var line = AlertText.Foreign(errors.TrimEnd().Split('\n')[^1]);
        return line.Length == 0 ? "" : $": {(line.Length > ShownError ? line[..ShownError] + "…" : line)}";
    }
}
