using System.Diagnostics;

namespace Nightshift.Tests.EndToEnd;

/// <summary>A disk of a few megabytes that a test can fill; only root on Linux can make one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    public string Home => Path.Combine(_folder.Path, "home");

    private string Ballast => Path.Combine(_folder.Path, "ballast");

    /// <summary>Makes one, or skips the test where that is not possible.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        var disk = new SmallDisk();
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "nightshift-test", disk._folder.Path))
            return disk;
        disk._folder.Dispose();
        Assert.Skip("only root on Linux can mount a small disk");
        return disk;
    }

    /// <summary>Uses up what is free, to the last byte or but for some megabytes.</summary>
    public void Fill(int leaveMegabytes = 0)
    {
        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[64 * 1024];
        try
        {
            while (new DriveInfo(_folder.Path).AvailableFreeSpace > leaveMegabytes * 1024L * 1024)
                ballast.Write(block);
            while (leaveMegabytes == 0)
            {
                ballast.Write(block.AsSpan(0, 512));
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", _folder.Path);
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
