using Nightshift.Stores.Sqlite;

namespace Nightshift.Tests.EndToEnd.PowerLoss;

/// <summary>A recorded run of the real program, and the disks that a loss of power at some moment of it could have left.</summary>
internal sealed class PowerLossBench : IAsyncDisposable
{
    private const int Rows = 200;
    private readonly KillBench _bench;
    private readonly TemporaryFolder _folder = new();
    private readonly Recording _recording;
    private readonly byte[] _output;
    private readonly int[] _moments;
    private readonly int[] _syncs;
    private int _images;

    private PowerLossBench(KillBench bench, Recording recording)
    {
        (_bench, _recording) = (bench, recording);
        _output = File.ReadAllBytes(bench.Output);
        var files = recording.Names.Select(change => change.File).Concat(recording.Before.Values).OfType<RecordedFile>().Distinct().ToList();
        var syncs = files.Select(file => file.Syncs).Concat(recording.FolderSyncs.Values).SelectMany(sync => sync.Ends).ToList();
        _moments = [.. files.SelectMany(file => file.Changes.Select(change => change.At)).Concat(recording.Names.Select(change => change.At)).Concat(syncs).Distinct().Order()];
        _syncs = [.. StoreFiles(files).SelectMany(file => file.Syncs.Ends).Order()];
        Figures = $"{files.Sum(file => file.Changes.Count)} changes of {files.Count} files, {recording.Names.Count} of names, {syncs.Count} syncs, {recording.Sent.Count} requests";
    }

    /// <summary>What was recorded.</summary>
    public string Figures { get; }

    /// <summary>Records a run from the start, or one that goes on after a kill.</summary>
    public static async Task<PowerLossBench> RecordAsync(Random random, bool afterKill)
    {
        var bench = await KillBench.CreateAsync(Rows, random, TimeSpan.FromMilliseconds(5));
        if (afterKill)
        {
            await using var killed = bench.Start(("NIGHTSHIFT_FAILPOINT", "settle-after-commit:2:kill"));
            (await killed.EndAsync()).Code.ShouldBe(KillBench.KilledCode);
        }

        using var logs = new TemporaryFolder();
        string[] folders = [Path.GetDirectoryName(bench.Output)!, bench.Home];
        var before = folders.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Select(path => (path, File.ReadAllBytes(path))).ToList();
        await using var process = bench.StartUnder(Strace.Recording(logs["strace.log"], Recording.Calls));
        var finished = await process.EndAsync();
        finished.Code.ShouldBe(0, finished.Errors);
        var recording = Recording.Read(logs["strace.log"], before, folders);
        return new PowerLossBench(bench, recording);
    }

    /// <summary>The files that the recording leads to are those on the disk: nothing that was done escaped it.</summary>
    public void CheckRecording()
    {
        _recording.AtTheEnd.Keys.ShouldContain(_bench.Output);
        foreach (var (path, file) in _recording.AtTheEnd.Where(name => !IsSharedMemory(name.Key)))
            RecordedFile.Apply(file.Before, file.Changes).AsSpan().SequenceEqual(File.ReadAllBytes(path)).ShouldBeTrue($"{path} is not what the recording says");
        _recording.Sent.ShouldNotBeEmpty();
        _recording.Said.ShouldContain(said => said.Text.Contains("Written", StringComparison.Ordinal));
    }

    /// <summary>Cuts the power at some moment, and holds what is left against what was acknowledged before.</summary>
    /// <param name="tear">What is left of the unsynced.</param>
    /// <param name="random">Where, and which.</param>
    /// <param name="goOn">Also runs the program on it to the end.</param>
    /// <returns>Whether the image holds less than all that was written.</returns>
    public async Task<bool> CutAsync(Tear tear, Random random, bool goOn)
    {
        var cut = _moments[random.Next(_moments.Length)] + 1;
        var files = new DiskImage(_recording, cut, tear, random).Build();
        var home = Put(files, random);
        var where = $"cut at {cut} of {_recording.Length}, {tear}";

        var mark = goOn ? Copied(home) : null;
        await using (var store = SqliteStore.Open(home, TimeProvider.System))
        {
            // All that was synced, or with it the commit that was on its way: nothing less, nothing else, and no half of it.
            var state = StoreState.Of(home);
            var acknowledged = _syncs.LastOrDefault(sync => sync < cut);
            var (least, most) = (await StateAtAsync(acknowledged + 1), await StateAtAsync(cut));
            (state == least || state == most).ShouldBeTrue($"{where}: neither the last commit's state nor the next one's");
            var sent = _recording.Sent.Where(sent => sent.At < cut).Select(sent => sent.Row);
            sent.Intersect(StoreState.Unsent(home)).ShouldBeEmpty($"{where}: rows were sent and the store does not know");
            if (HasSaid("taken in", cut))
                (await store.ListJobsAsync()).ShouldHaveSingleItem().Counts.Total.ShouldBe(Rows, where);
            await store.RecoverAsync();
            (await store.CheckAsync().ToListAsync()).ShouldBeEmpty(where);
        }

        if (files.TryGetValue(_bench.Output, out var output))
            output.AsSpan().SequenceEqual(_output).ShouldBeTrue($"{where}: an output under its name is whole");
        else
            HasSaid("Written", cut).ShouldBeFalse($"{where}: the output was said to be written");
        if (mark is not null)
            await GoOnAsync(mark);
        Directory.Delete(home, recursive: true);
        return !Same(files, new DiskImage(_recording, cut, Tear.Everything, random).Build());
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        _folder.Dispose();
    }

    private async Task GoOnAsync(string home)
    {
        await _bench.RewindAsync(await _bench.MarkOfAsync(home));
        await _bench.FinishAsync();
    }

    /// <summary>What the store holds when the process ends there and nothing is torn.</summary>
    private async Task<string> StateAtAsync(int cut)
    {
        var home = Put(new DiskImage(_recording, cut, Tear.Everything, new Random(cut)).Build(), new Random(cut));
        await using (SqliteStore.Open(home, TimeProvider.System))
        {
            var state = StoreState.Of(home);
            return state;
        }
    }

    private string Put(Dictionary<string, byte[]> files, Random random)
    {
        var home = _folder[$"image{_images++}"];
        Directory.CreateDirectory(home);
        foreach (var (path, bytes) in files.Where(file => Path.GetDirectoryName(file.Key) == _bench.Home))
        {
            // It is memory, shared through a file: what a disk has of it is anything.
            if (IsSharedMemory(path))
                random.NextBytes(bytes);
            File.WriteAllBytes(Path.Combine(home, Path.GetFileName(path)), bytes);
        }

        return home;
    }

    private string Copied(string home)
    {
        var copy = _folder[$"image{_images++}"];
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(home))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private bool HasSaid(string words, int cut) => _recording.Said.Any(said => said.At < cut && said.Text.Contains(words, StringComparison.Ordinal));

    private IEnumerable<RecordedFile> StoreFiles(IEnumerable<RecordedFile> files)
    {
        var named = _recording.Names.Where(change => IsOfStore(change.Path)).Select(change => change.File)
            .Concat(_recording.Before.Where(name => IsOfStore(name.Key)).Select(name => name.Value)).ToHashSet();
        return files.Where(named.Contains);
    }

    private static bool IsOfStore(string path) => Path.GetFileName(path).StartsWith("nightshift.db", StringComparison.Ordinal);

    private static bool IsSharedMemory(string path) => path.EndsWith("-shm", StringComparison.Ordinal);

    private static bool Same(Dictionary<string, byte[]> one, Dictionary<string, byte[]> other) =>
        one.Count == other.Count && one.All(file => IsSharedMemory(file.Key) || (other.TryGetValue(file.Key, out var bytes) && bytes.AsSpan().SequenceEqual(file.Value)));
}
