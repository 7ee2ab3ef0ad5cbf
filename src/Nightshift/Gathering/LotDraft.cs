namespace Nightshift.Gathering;

/// <summary>
/// The lines of one call before they are in the lot: in memory, and beyond a few megabytes in a file without a name. What stays in memory of
/// each is its id.
/// </summary>
internal sealed class LotDraft(QueueFolder folder) : IDisposable
{
    private const long MostInMemory = 8 * 1024 * 1024;
    private readonly List<Entry> _entries = [];
    private Stream _lines = new MemoryStream();

    public IReadOnlyList<Entry> Entries => _entries;

    public void Add(QueueLine line, long? place)
    {
        _entries.Add(new Entry(line.Id, place, line.Json.Length, QueueLine.HashOf(line.Id), QueueLine.HashOf(line.Json.Span)));
        _lines.Write(line.Json.Span);
        if (_lines is MemoryStream && _lines.Length > MostInMemory)
            Spill();
    }

    /// <summary>Writes those lines that are chosen, each with its break.</summary>
    public void CopyTo(Stream target, IReadOnlyList<bool> isChosen)
    {
        _lines.Position = 0;
        var line = new byte[_entries.Count == 0 ? 0 : _entries.Max(entry => entry.Bytes) + 1];
        for (var place = 0; place < _entries.Count; place++)
        {
            var bytes = _entries[place].Bytes;
            _lines.ReadExactly(line, 0, bytes);
            line[bytes] = (byte)'\n';
            if (isChosen[place])
                target.Write(line, 0, bytes + 1);
        }
    }

    public void Dispose() => _lines.Dispose();

    private void Spill()
    {
        var path = Path.Combine(folder.Path, $"draft-{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // Without a name it is gone with the process, however that ends.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        _lines.Position = 0;
        _lines.CopyTo(file);
        _lines.Dispose();
        _lines = file;
    }

    /// <summary>A line, by what is kept of it.</summary>
    internal readonly record struct Entry(string Id, long? Place, int Bytes, UInt128 IdHash, UInt128 LineHash);
}
