using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Nightshift.Tests.EndToEnd.PowerLoss;

/// <summary>A name that was given to a file, or taken from it.</summary>
internal sealed record NameChange(int At, string Path, RecordedFile? File);

/// <summary>All that a program did to the files of some folders, what it said, and which rows it sent.</summary>
internal sealed partial class Recording
{
    /// <summary>The calls that are recorded.</summary>
    public const string Calls = "openat,close,lseek,write,pwrite64,writev,pwritev,ftruncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,link,unlink,unlinkat,sendto,sendmsg";

    private readonly string[] _folders;
    private readonly Dictionary<string, RecordedFile> _names = [];
    private readonly Dictionary<int, Opened> _descriptors = [];

    private Recording(string[] folders) => _folders = folders;

    /// <summary>The files that were there before.</summary>
    public Dictionary<string, RecordedFile> Before { get; private set; } = [];

    public List<NameChange> Names { get; } = [];

    public Dictionary<string, Syncs> FolderSyncs { get; } = [];

    /// <summary>The rows whose requests left, and when.</summary>
    public List<(int At, int Row)> Sent { get; } = [];

    /// <summary>What was told to the user, and when.</summary>
    public List<(int At, string Text)> Said { get; } = [];

    public int Length { get; private set; }

    /// <summary>The files that have names at the end.</summary>
    public IReadOnlyDictionary<string, RecordedFile> AtTheEnd => _names;

    /// <summary>Reads a log.</summary>
    /// <param name="log">strace's.</param>
    /// <param name="before">The files in the folders when it began.</param>
    /// <param name="folders">Others do not matter.</param>
    public static Recording Read(string log, IEnumerable<(string Path, byte[] Bytes)> before, params string[] folders)
    {
        var recording = new Recording(folders);
        foreach (var (path, bytes) in before)
            recording._names[path] = new RecordedFile(bytes);
        recording.Before = new(recording._names);
        foreach (var call in StraceLog.Read(log).Where(call => call.Result >= 0))
            recording.Add(call);
        return recording;
    }

    private void Add(SystemCall call)
    {
        Length = Math.Max(Length, call.Begun + 1);
        switch (call.Name)
        {
            case "openat":
                Open(call);
                break;
            case "close":
                _descriptors.Remove(Descriptor(call));
                break;
            case "lseek" when Find(call) is { } file:
                file.Position = call.Result;
                break;
            case "write" when Find(call) is { } file:
                Write(call, file, file.Position);
                file.Position += call.Result;
                break;
            case "write":
                // To a copy of standard error, mostly.
                Said.Add((call.Begun, Encoding.UTF8.GetString(call.Strings[0])));
                break;
            case "pwrite64" when Find(call) is { } file:
                Write(call, file, long.Parse(call.Arguments[2], CultureInfo.InvariantCulture));
                break;
            case "ftruncate" when Find(call) is { } file:
                file.File!.Changes.Add(new FileChange(call.Begun, long.Parse(call.Arguments[1], CultureInfo.InvariantCulture), null));
                break;
            case "fsync" or "fdatasync" when _descriptors.TryGetValue(Descriptor(call), out var synced):
                (synced.File?.Syncs ?? SyncsOf(synced.Path)).Add(call);
                break;
            case "unlink":
                Name(call, Text(call, 0), null);
                break;
            case "rename":
                var moved = _names.GetValueOrDefault(Text(call, 0));
                Name(call, Text(call, 1), moved);
                Name(call, Text(call, 0), null);
                break;
            case "sendto":
                foreach (Match row in Row().Matches(Encoding.Latin1.GetString(call.Strings[0])))
                    Sent.Add((call.Begun, int.Parse(row.Groups["row"].Value, CultureInfo.InvariantCulture)));
                break;
            default:
                ShouldNotConcern(call);
                break;
        }
    }

    private void Open(SystemCall call)
    {
        var path = Text(call, 0);
        var descriptor = (int)call.Result;
        _descriptors.Remove(descriptor);
        if (!IsOurs(path))
            return;
        if (_folders.Contains(path))
        {
            _descriptors[descriptor] = new Opened(path, null);
            return;
        }

        if (!_names.TryGetValue(path, out var file))
            Name(call, path, file = new RecordedFile([]));
        else
            call.Arguments.ShouldAllBe(argument => !argument.Contains("O_TRUNC"), "a way to change a file that is not recorded");
        _descriptors[descriptor] = new Opened(path, file);
    }

    private static void Write(SystemCall call, Opened file, long offset) =>
        file.File!.Changes.Add(new FileChange(call.Begun, offset, call.Strings[0][..(int)call.Result]));

    private void Name(SystemCall call, string path, RecordedFile? file)
    {
        if (!IsOurs(path))
            return;
        Names.Add(new NameChange(call.Begun, path, file));
        if (file is null)
            _names.Remove(path);
        else
            _names[path] = file;
    }

    /// <summary>Calls that the program does not make today, and that would have to be understood if it did.</summary>
    private void ShouldNotConcern(SystemCall call)
    {
        if (call.Name is "writev" or "pwritev" or "fallocate" or "renameat" or "renameat2" or "link" or "unlinkat")
        {
            (Descriptor(call) is var descriptor && _descriptors.ContainsKey(descriptor)).ShouldBeFalse($"{call.Name} is not recorded");
            call.Strings.ShouldAllBe(text => !IsOurs(Encoding.UTF8.GetString(text)), $"{call.Name} is not recorded");
        }
    }

    private Syncs SyncsOf(string folder) => FolderSyncs.TryGetValue(folder, out var syncs) ? syncs : FolderSyncs[folder] = new Syncs();

    private Opened? Find(SystemCall call) => _descriptors.GetValueOrDefault(Descriptor(call)) is { File: not null } file ? file : null;

    private bool IsOurs(string path) => _folders.Contains(path) || _folders.Contains(Path.GetDirectoryName(path));

    private static int Descriptor(SystemCall call) => int.TryParse(call.Arguments[0], CultureInfo.InvariantCulture, out var descriptor) ? descriptor : -1;

    private static string Text(SystemCall call, int index) => Encoding.UTF8.GetString(call.Strings[index]);

    [GeneratedRegex(@"row r(?<row>\d+):", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    private sealed record Opened(string Path, RecordedFile? File)
    {
        public long Position { get; set; }
    }
}
