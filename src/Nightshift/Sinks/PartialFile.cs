using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Nightshift.Sinks;

/// <summary>
/// An output on its way: <c>.NAME.PID-RANDOM.partial</c> in the target's folder, because a move is atomic only within a file system.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const string Ending = ".partial";

    // Files that begin with a dot count as hidden and would be skipped; a folder that may be written but not listed is not swept.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    private readonly OutputPlace _place;
    private readonly DiskSync _sync;
    private readonly string _path;
    private readonly FileStream _file;
    private bool _moved;

    private PartialFile(OutputPlace place, DiskSync sync, string path, FileStream file)
    {
        (_place, _sync, _path, _file) = (place, sync, path, file);
        Stream = new TargetStream(place.Target, file);
    }

    public Stream Stream { get; }

    public static PartialFile Create(OutputPlace place, DiskSync sync)
    {
        var unique = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var path = Path.Combine(place.Folder, $"{Beginning(place.FinalPath)}{Environment.ProcessId}-{unique}{Ending}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };

        // What only its owner could read stays that way when it is replaced.
        if (!OperatingSystem.IsWindows() && File.Exists(place.FinalPath))
            options.UnixCreateMode = File.GetUnixFileMode(place.FinalPath);
        return new PartialFile(place, sync, path, OutputFailure.Explained(place.Target, () => new FileStream(path, options)));
    }

    /// <summary>
    /// Removes the partial files of writers that are gone. Called under the target's lock, so that a file of our own process id
    /// is an earlier process's: in a container they all have the same.
    /// </summary>
    public static void RemoveAbandoned(string finalPath)
    {
        try
        {
            foreach (var file in new DirectoryInfo(Path.GetDirectoryName(finalPath)!).EnumerateFiles("*" + Ending, Everything))
            {
                if (WriterOf(file.Name, Beginning(finalPath)) is { } writer && (writer == Environment.ProcessId || !IsAlive(writer)))
                    Remove(file.FullName);
            }
        }
        catch (Exception failure) when (OutputFailure.IsForTarget(failure))
        {
            // A folder that can be written and not listed, or one bad answer of its disk: litter is all that stays.
            Trace.TraceWarning($"could not look for what was left beside {finalPath}: {failure.Message}");
        }
    }

    /// <summary>Makes the file the target: on the disk first, then under the name, then the name on the disk.</summary>
    public void MoveIntoPlace() => OutputFailure.Explained(_place.Target, () =>
    {
        _sync.File(_file);
        _file.Dispose();
        Failpoint.Hit("output-before-rename");
        File.Move(_path, _place.FinalPath, overwrite: true);
        _moved = true;
        Failpoint.Hit("output-after-rename");
        _sync.Folder(_place.Folder);
    });

    public void Dispose()
    {
        _file.Dispose();
        if (!_moved)
            Remove(_path);
    }

    private static int? WriterOf(string name, string beginning) =>
        name.StartsWith(beginning, StringComparison.Ordinal)
        && name[beginning.Length..].Split('-') is [var pid, _]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var writer) ? writer : null;

    private static string Beginning(string finalPath) => $".{Path.GetFileName(finalPath)}.";

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (OutputFailure.IsForTarget(failure))
        {
            // Litter is not worth losing an output over, nor the error that led here: the next writer tries again.
            Trace.TraceWarning($"could not remove {path}: {failure.Message}");
        }
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
