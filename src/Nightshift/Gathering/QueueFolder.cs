using System.Globalization;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Gathering;

/// <summary>
/// The files of a queue, private to the user, in <c>HOME/queues/NAME/</c>: <c>queue.json</c> is its definition, <c>lock</c> is held by whoever
/// writes, <c>open.json</c> has the number of the lot that collects, <c>open-000007.jsonl</c> is that lot, <c>lots/000006.jsonl</c> one that
/// is closed, and <c>lots/000005.job</c> the job of one whose output is yet to be written.
/// </summary>
internal sealed class QueueFolder(string home, string name)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Home { get; } = home;

    public string Name { get; } = QueueName.Checked(name);

    public string Path { get; } = System.IO.Path.Combine(All(home), name);

    public string DefinitionPath => System.IO.Path.Combine(Path, "queue.json");

    public string LockPath => System.IO.Path.Combine(Path, "lock");

    public string OpenPath => System.IO.Path.Combine(Path, "open.json");

    public string Lots => System.IO.Path.Combine(Path, "lots");

    private static string All(string home) => System.IO.Path.Combine(home, "queues");

    /// <summary>The queues of a home folder, by name.</summary>
    public static IReadOnlyList<string> Names(string home) => !Directory.Exists(All(home))
        ? []
        : [.. Directory.EnumerateDirectories(All(home)).Select(path => System.IO.Path.GetFileName(path)).Where(QueueName.IsSound).Order(StringComparer.Ordinal)];

    /// <summary>A lot's number as file names have it, so that they sort.</summary>
    public static string Digits(long lot) => lot.ToString("000000", CultureInfo.InvariantCulture);

    public string OpenLotPath(long lot) => System.IO.Path.Combine(Path, $"open-{Digits(lot)}.jsonl");

    public string ClosedLotPath(long lot) => System.IO.Path.Combine(Lots, $"{Digits(lot)}.jsonl");

    public string NotePath(long lot) => System.IO.Path.Combine(Lots, $"{Digits(lot)}.job");

    /// <summary>Lots that are closed and that no job has yet, oldest first.</summary>
    public IReadOnlyList<ClosedLot> ClosedLots() => [.. Numbered("*.jsonl").Select(lot => new ClosedLot(lot, ClosedLotPath(lot)))];

    /// <summary>Lots whose jobs' outputs are yet to be written.</summary>
    public IReadOnlyList<(long Lot, JobId Job)> Notes() => [.. Numbered("*.job")
        .Select(lot => (Lot: lot, Text: File.ReadAllText(NotePath(lot))))
        .Where(note => long.TryParse(note.Text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(note => (note.Lot, new JobId(long.Parse(note.Text, CultureInfo.InvariantCulture))))];

    /// <summary>Makes the folder with its definition, whole or not at all.</summary>
    /// <exception cref="QueueException">There is a queue of that name.</exception>
    public void Create(QueueDefinition definition)
    {
        StoreFolder.Prepare(Home);
        Make(All(Home));
        var draft = $"{Besides()}.new";
        Make(draft);
        Make(System.IO.Path.Combine(draft, "lots"));
        Put(System.IO.Path.Combine(draft, "queue.json"), definition.ToJson());
        StoreFolder.Touch(System.IO.Path.Combine(draft, "lock"));
        try
        {
            Directory.Move(draft, Path);
        }
        catch (IOException) when (Directory.Exists(Path))
        {
            Directory.Delete(draft, recursive: true);
            throw new QueueException($"there is a queue '{Name}': give this one another name, or remove that one with: nightshift queue rm {Name}");
        }

        DiskSync.Real.Folder(All(Home));
    }

    /// <summary>Takes the folder away: at once for all who look for it, then its files.</summary>
    public void Remove()
    {
        var gone = $"{Besides()}.gone";
        Directory.Move(Path, gone);
        DiskSync.Real.Folder(All(Home));
        Directory.Delete(gone, recursive: true);
    }

    /// <summary>Writes a small file: whole or not at all, also when the power goes.</summary>
    public static void Put(string path, ReadOnlySpan<byte> content)
    {
        var partial = path + ".partial";
        using (var file = StoreFolder.OpenPrivate(partial, FileShare.None))
        {
            file.SetLength(0);
            file.Write(content);
            DiskSync.Real.File(file);
        }

        File.Move(partial, path, overwrite: true);
        DiskSync.Real.Folder(System.IO.Path.GetDirectoryName(path)!);
    }

    private string Besides() => System.IO.Path.Combine(All(Home), $".{Name}-{Guid.NewGuid():N}");

    private IEnumerable<long> Numbered(string pattern) => !Directory.Exists(Lots)
        ? []
        : Directory.EnumerateFiles(Lots, pattern).Select(path => System.IO.Path.GetFileNameWithoutExtension(path))
            .Where(digits => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(digits => long.Parse(digits, CultureInfo.InvariantCulture)).Order();

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly);
    }
}
