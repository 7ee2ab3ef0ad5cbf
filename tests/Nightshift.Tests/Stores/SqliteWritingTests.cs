using System.Diagnostics;
using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Stores;

/// <summary>How writes share transactions, and what happens when the disk does not take them.</summary>
public sealed class SqliteWritingTests(ITestOutputHelper output)
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Writes_that_wait_together_are_committed_together()
    {
        using var folder = new TemporaryFolder();
        await using var store = SqliteStore.Open(folder.Path, _time);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => store.AddJobAsync(new NewJob($"{i}", "n", "{}")).AsTask()));
        output.WriteLine($"500 writes in {store.Commits} commits");
        store.Commits.ShouldBeLessThan(250);
        (await store.ListJobsAsync()).Count.ShouldBe(500);
    }

    [Fact]
    public async Task A_write_that_fails_fails_alone()
    {
        using var folder = new TemporaryFolder();
        await using var store = SqliteStore.Open(folder.Path, _time);
        var adding = Enumerable.Range(0, 300).Select(i => store.AddJobAsync(new NewJob($"{i % 100}", "n", "{}")).AsTask()).ToArray();
        await Task.WhenAll(adding).ShouldThrowAsync<InvalidOperationException>();
        adding.Count(task => task.IsCompletedSuccessfully).ShouldBe(100);
        (await store.ListJobsAsync()).Count.ShouldBe(100);
    }

    [Fact]
    public async Task Rows_of_a_write_that_was_undone_are_claimed_by_the_next()
    {
        using var folder = new TemporaryFolder();
        await using var store = SqliteStore.Open(folder.Path, _time);
        var job = (await store.AddJobAsync(new NewJob("k", "n", "{}"))).Id;
        await store.AppendRowsAsync(job, [.. Enumerable.Range(0, 10).Select(NewRow)], 10);
        await store.SealAsync(job, [], useCache: false);
        using (var other = Database.OpenWriter(StoreFolder.DatabasePath(folder.Path)))
        {
            other.Execute("CREATE TRIGGER refuse BEFORE UPDATE ON progress BEGIN SELECT raise(ABORT, 'refused'); END");
            await Should.ThrowAsync<InvalidOperationException>(async () => await store.ClaimAsync(job, 5));
            other.Execute("DROP TRIGGER refuse");
        }

        (await store.ClaimAsync(job, 5)).Select(row => row.Lease.Row.Index).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public async Task Giving_up_the_wait_does_not_undo_the_write()
    {
        using var folder = new TemporaryFolder();
        await using var store = SqliteStore.Open(folder.Path, _time);
        using var impatience = new CancellationTokenSource();
        var adding = store.AddJobAsync(new NewJob("k", "n", "{}"), impatience.Token).AsTask();
        await impatience.CancelAsync();
        await Task.WhenAny(adding);
        await store.AddJobAsync(new NewJob("after it", "n", "{}"));
        (await store.FindJobAsync("k")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_full_disk_is_said_as_such_loses_nothing_and_heals()
    {
        using var folder = new TemporaryFolder();
        Assert.SkipUnless(
            Mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.Path),
            "A small tmpfs cannot be mounted: this needs root on Linux.");
        try
        {
            await using var store = SqliteStore.Open(folder.Path, _time);
            var job = (await store.AddJobAsync(new NewJob("k", "n", "{}"))).Id;
            var stored = 0;
            var full = await Should.ThrowAsync<StoreException>(async () =>
            {
                for (; ; stored++)
                    await store.AppendRowsAsync(job, [NewRow(stored) with { Record = new byte[10_000] }], stored + 1);
            });
            output.WriteLine($"full after {stored} rows: {full.Message}");
            full.IsDiskFull.ShouldBeTrue();
            full.Message.ShouldContain(folder.Path);
            stored.ShouldBeGreaterThan(10);
            (await store.FindJobAsync(job))!.RecordsRead.ShouldBe(stored);

            Mount("-o", "remount,size=8m", folder.Path).ShouldBeTrue();
            await store.AppendRowsAsync(job, [NewRow(stored) with { Record = new byte[10_000] }], stored + 1);
            (await store.FindJobAsync(job))!.Counts.Total.ShouldBe(stored + 1);
            await foreach (var violation in store.CheckAsync())
                violation.ShouldBeNull();
        }
        finally
        {
            Run("umount", folder.Path).ShouldBeTrue();
        }
    }

    private static NewRow NewRow(int index) => new(index, index + 1, null, "{}"u8.ToArray(), null);

    private static bool Mount(params string[] arguments)
        => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", arguments);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
