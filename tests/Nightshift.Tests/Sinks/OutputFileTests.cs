using System.Diagnostics;
using System.IO.Compression;
using Nightshift.Model;
using Nightshift.Sinks;

namespace Nightshift.Tests.Sinks;

public sealed class OutputFileTests : IDisposable
{
    private static readonly OutputShape Shape = OutputShape.For(["a"], Rows.Task);
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_summary_counts_rows_by_state()
    {
        var summary = await OutputFile.WriteAsync(Target("o.csv"), Shape, Rows.Stream(
            [Row(0), Row(1), Rows.Failed(2, "{}", "c", "m"), Row(3) with { State = RowState.Expired }, Row(4) with { State = RowState.Sent }]));

        summary.ShouldBe(new OutputSummary(_folder.At("o.csv"), new RowCounts(0, 0, 1, 2, 1, 0, 1)));
        _folder.Names.ShouldBe(["o.csv"]);
    }

    [Fact]
    public async Task A_stream_that_breaks_leaves_the_target_as_it_was()
    {
        await File.WriteAllTextAsync(_folder.At("o.csv"), "before");

        var thrown = await Should.ThrowAsync<IOException>(() => OutputFile.WriteAsync(
            Target("o.csv"), Shape, Rows.Stream(Enumerable.Range(0, 50_000).Select(i => Row(i)), new IOException("the store broke"))));

        thrown.Message.ShouldBe("the store broke");
        _folder.Names.ShouldBe(["o.csv"]);
        (await File.ReadAllTextAsync(_folder.At("o.csv"))).ShouldBe("before");
    }

    [Fact]
    public async Task A_reader_finds_the_old_output_or_the_whole_new_one()
    {
        await File.WriteAllTextAsync(_folder.At("o.csv"), "before");
        var seen = new HashSet<string>();

        await OutputFile.WriteAsync(Target("o.csv"), Shape, Rows.Stream(Enumerable.Range(0, 20_000).Select(i =>
        {
            if (i % 500 == 0)
                seen.Add(File.ReadAllText(_folder.At("o.csv")));
            return Row(i);
        })));

        seen.ShouldBe(["before"]);
        (await File.ReadAllLinesAsync(_folder.At("o.csv"))).Length.ShouldBe(20_001);
    }

    [Fact]
    public async Task The_bytes_reach_the_disk_before_the_name_does_and_then_the_name()
    {
        await File.WriteAllTextAsync(_folder.At("o.csv"), "before");
        var steps = new List<string>();
        var sync = new DiskSync(
            file => steps.Add($"file of {file.Length} bytes while the target is '{File.ReadAllText(_folder.At("o.csv"))}'"),
            folder => steps.Add($"folder while the target has {new FileInfo(Path.Combine(folder, "o.csv")).Length} bytes"));

        await OutputFile.WriteAsync(Target("o.csv"), Shape, Rows.Stream([Row(0)]), sync, CancellationToken.None);

        var length = new FileInfo(_folder.At("o.csv")).Length;
        steps.ShouldBe([$"file of {length} bytes while the target is 'before'", $"folder while the target has {length} bytes"]);
    }

    [Fact]
    public async Task A_disk_that_fails_to_sync_fails_the_output()
    {
        var sync = new DiskSync(_ => throw new IOException("Input/output error"), _ => { });

        var thrown = await Should.ThrowAsync<OutputException>(() => OutputFile.WriteAsync(Target("o.csv"), Shape, Rows.Stream([]), sync, CancellationToken.None));

        thrown.Message.ShouldContain("Input/output error (nothing is lost: `nightshift results JOB -o FILE` writes it again)");
        _folder.Names.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_writer_of_the_same_target_is_told_so()
    {
        using var place = OutputPlace.Open(Target("o.csv"));

        var thrown = await Should.ThrowAsync<OutputException>(() => OutputFile.WriteAsync(Target("o.csv"), Shape, Rows.Stream([])));
        Should.Throw<OutputException>(() => OutputFile.CheckWritable(Target("o.csv"))).Message.ShouldBe(thrown.Message);
        await OutputFile.WriteAsync(Target("other.csv"), Shape, Rows.Stream([]));

        thrown.Message.ShouldBe($"cannot write '{_folder.At("o.csv")}': another process is writing it now; wait for it or choose another name");
    }

    [Fact]
    public async Task Partial_files_of_dead_writers_are_cleared_away_and_nothing_else()
    {
        using var alive = Process.Start(new ProcessStartInfo("sleep", "60"))!;
        string[] keep =
        [
            $".o.csv.{alive.Id}-00000000.partial", ".o.csv.notes-1.partial", ".o.csv.partial", ".other.csv.999999999-00000000.partial", "o.csv.1-1.partial",
        ];
        foreach (var name in (string[])[.. keep, ".o.csv.999999999-00000000.partial", $".o.csv.{Environment.ProcessId}-00000000.partial"])
            await File.WriteAllTextAsync(_folder.At(name), "");

        await OutputFile.WriteAsync(Target("o.csv"), Shape, Rows.Stream([]));
        alive.Kill();

        _folder.Names.ShouldBe([.. keep.Append("o.csv").Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task A_target_ending_in_gz_is_compressed()
    {
        await OutputFile.WriteAsync(Target("o.csv.gz"), Shape, Rows.Stream(Enumerable.Range(0, 5_000).Select(i => Row(i))));

        using var reader = new StreamReader(new GZipStream(File.OpenRead(_folder.At("o.csv.gz")), CompressionMode.Decompress));
        var lines = (await reader.ReadToEndAsync()).Split('\n');
        lines.Length.ShouldBe(5_002);
        lines[^2].ShouldStartWith("v4999,");
    }

    [Fact]
    public async Task The_same_rows_make_the_same_bytes()
    {
        await OutputFile.WriteAsync(Target("1.jsonl"), Shape, Rows.Stream(Enumerable.Range(0, 1_000).Select(i => Row(i))));
        await OutputFile.WriteAsync(Target("2.jsonl"), Shape, Rows.Stream(Enumerable.Range(0, 1_000).Select(i => Row(i))));

        (await File.ReadAllBytesAsync(_folder.At("2.jsonl"))).ShouldBe(await File.ReadAllBytesAsync(_folder.At("1.jsonl")));
    }

    [Fact]
    public async Task A_symbolic_link_stays_one_and_private_files_stay_private()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("links and modes are Unix's");
            return;
        }
        await File.WriteAllTextAsync(_folder.At("real.csv"), "before");
        File.SetUnixFileMode(_folder.At("real.csv"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(_folder.At("link.csv"), _folder.At("real.csv"));

        await OutputFile.WriteAsync(Target("link.csv"), Shape, Rows.Stream([Row(0)]));

        new FileInfo(_folder.At("link.csv")).LinkTarget.ShouldNotBeNull();
        (await File.ReadAllTextAsync(_folder.At("real.csv"))).ShouldStartWith("a,answer");
        File.GetUnixFileMode(_folder.At("real.csv")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Cancelling_leaves_nothing_behind()
    {
        using var cancel = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => OutputFile.WriteAsync(Target("o.csv"), Shape, Rows.Stream(Enumerable.Range(0, 1_000_000).Select(i =>
        {
            if (i == 10_000)
                cancel.Cancel();
            return Row(i);
        })), cancel.Token));

        _folder.Names.ShouldBeEmpty();
    }

    private static RowResult Row(int index) => Rows.Answered(index, $$"""{"a":"v{{index}}"}""", "x");

    private OutputTarget Target(string name) => new(_folder.At(name));
}
