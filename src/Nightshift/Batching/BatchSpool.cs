using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>The files of batches on this machine, in the home folder: requests on their way up, results on their way in. Private to the user.</summary>
internal sealed class BatchSpool(string home)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _folder = Path.Combine(home, "spool", "batches");

    /// <summary>The requests of a batch, as they go up.</summary>
    public SpoolFile Requests(Batch batch) => new(RequestsPath(batch.Submission), UploadName.Of(batch.Submission, batch.Sha256), batch.Bytes, batch.Rows);

    /// <summary>Where the requests of a submission are.</summary>
    public string RequestsPath(string submission) => Path.Combine(_folder, $"{submission}.jsonl");

    /// <summary>Where results are, once all of them came.</summary>
    /// <param name="batch">Whose.</param>
    /// <param name="source">Which: <c>output</c>, <c>error</c>.</param>
    public string ResultsPath(Batch batch, string source) => Path.Combine(_folder, $"{batch.Submission}.{source}.jsonl");

    /// <summary>Makes a file that only its owner can read.</summary>
    public FileStream Create(string path)
    {
        Directory.CreateDirectory(_folder);
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.ReadWrite, BufferSize = 1024 * 1024, Options = FileOptions.SequentialScan,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    /// <summary>Puts a name on the disk for good.</summary>
    public void Sync() => DiskSync.Real.Folder(_folder);

    /// <summary>Deletes all files of a submission.</summary>
    public void Remove(string submission)
    {
        if (!Directory.Exists(_folder))
            return;
        foreach (var path in Directory.EnumerateFiles(_folder, $"{submission}.*"))
            File.Delete(path);
    }

    /// <summary>Deletes what no batch knows: a crash came between the file and the seal.</summary>
    public void Sweep(IEnumerable<string> submissions)
    {
        if (!Directory.Exists(_folder))
            return;
        var known = submissions.ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_folder).Where(path => !known.Contains(Path.GetFileName(path).Split('.')[0])))
            File.Delete(path);
    }
}
