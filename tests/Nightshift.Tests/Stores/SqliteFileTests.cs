using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Stores;

/// <summary>What only a store in a folder has: its files, its owner, its readers.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly TemporaryFolder _temporary = new();

    private string Folder => Path.Combine(_temporary.Path, "home");

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_store_whose_first_start_was_cut_short_has_no_jobs_yet_and_says_so()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(StoreFolder.DatabasePath(Folder), []);
        Should.Throw<StoreException>(() => SqliteStore.OpenReadOnly(Folder)).Message.ShouldContain("its first start was cut short");
    }

    [Fact]
    public async Task A_second_owner_is_refused_and_told_who_has_it()
    {
        await using (Open())
        {
            var refused = Should.Throw<StoreInUseException>(Open);
            refused.Owner.ShouldNotBeNull().Pid.ShouldBe(Environment.ProcessId);
            refused.Message.ShouldContain($"process {Environment.ProcessId}");
            refused.Message.ShouldContain("`nightshift watch`");
            refused.Message.ShouldContain("--home");
        }

        await using (Open())
            File.Exists(Path.Combine(Folder, "owner.json")).ShouldBeTrue();
        File.Exists(Path.Combine(Folder, "owner.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_dead_owner_left_behind_does_not_matter()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "owner.json"), "{\"pid\":1, half a fi");
        await File.WriteAllTextAsync(Path.Combine(Folder, "nightshift.lock"), "");
        await using var store = Open();
        await store.AddJobAsync(new NewJob("k", "n", "{}"));
    }

    [Fact]
    public async Task An_owner_that_did_not_sign_is_refused_too()
    {
        await using var store = Open();
        await File.WriteAllTextAsync(Path.Combine(Folder, "owner.json"), "{");
        Should.Throw<StoreInUseException>(Open).Message.ShouldContain("another process");
    }

    [Fact]
    public async Task Of_many_that_race_for_a_store_one_wins()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(TryOpen)));
        await stores.OfType<SqliteStore>().ShouldHaveSingleItem().DisposeAsync();

        SqliteStore? TryOpen()
        {
            try
            {
                return Open();
            }
            catch (StoreInUseException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task Only_their_owner_can_read_the_files()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        await using var store = Open();
        await store.AddJobAsync(new NewJob("k", "n", "{}"));
        await store.ListJobsAsync();

        File.GetUnixFileMode(Folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var files = Directory.GetFiles(Folder);
        files.Select(Path.GetFileName).ShouldBe(
            ["nightshift.db", "nightshift.db-shm", "nightshift.db-wal", "nightshift.lock", "owner.json"], ignoreOrder: true);
        foreach (var file in files)
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused_with_the_cure()
    {
        File.WriteAllText(Folder, "a file");
        Should.Throw<StoreException>(Open).Message.ShouldContain("NIGHTSHIFT_HOME");
        Should.Throw<StoreException>(() => SqliteStore.Open(Path.Combine(Folder, "deeper"), _time))
            .Message.ShouldContain("NIGHTSHIFT_HOME");
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await Open().DisposeAsync();
        using (var database = Database.OpenWriter(StoreFolder.DatabasePath(Folder)))
            database.Execute("PRAGMA user_version = 99");

        Should.Throw<StoreException>(Open).Message.ShouldContain("newer Nightshift");
        Should.Throw<StoreException>(() => SqliteStore.OpenReadOnly(Folder)).Message.ShouldContain("newer Nightshift");
        using (var database = Database.OpenWriter(StoreFolder.DatabasePath(Folder)))
            database.Scalar("PRAGMA user_version").ShouldBe(99);
    }

    [Fact]
    public async Task A_store_of_the_first_version_is_brought_up_to_date_and_keeps_what_it_has()
    {
        JobId job;
        await using (var store = Open())
        {
            job = (await store.AddJobAsync(new NewJob("k", "n", """{"task":{"model":"openai/gpt-5.4-mini"}}"""))).Id;
            await store.AppendRowsAsync(job, [new NewRow(0, 1, null, "{}"u8.ToArray(), null), new NewRow(1, 2, null, "{}"u8.ToArray(), null)], 2);
            await store.SealAsync(job, [], useCache: false);
            var first = (await store.ClaimAsync(job, 1)).ShouldHaveSingleItem().Lease;
            await store.SettleAsync([new Settlement(first, new Verdict.Fail("refused", "no"), new Attempt("refused", DateTimeOffset.UnixEpoch, default, Usage: new Usage(3, 2), CostUsd: 0.5m))]);
        }

        using (var database = Database.OpenWriter(StoreFolder.DatabasePath(Folder)))
        {
            database.Execute("""
                DROP TABLE schedules; DROP TABLE scheduled_runs;
                DROP TABLE batches; DROP TABLE anomalies; DROP INDEX rows_batch;
                ALTER TABLE rows DROP COLUMN batch; ALTER TABLE rows DROP COLUMN returns;
                ALTER TABLE rows DROP COLUMN cache_write_tokens; ALTER TABLE rows DROP COLUMN hour_cache_write_tokens;
                ALTER TABLE progress DROP COLUMN cache_write_tokens; ALTER TABLE progress DROP COLUMN hour_cache_write_tokens;
                ALTER TABLE attempts DROP COLUMN cache_write_tokens; ALTER TABLE attempts DROP COLUMN hour_cache_write_tokens;
                ALTER TABLE attempts DROP COLUMN service_tier;
                DROP TABLE alert_watch; DROP TABLE alerts; DROP TABLE deliveries;
                DROP TABLE payers; DROP TABLE spending; ALTER TABLE answers DROP COLUMN worth;
                ALTER TABLE rows DROP COLUMN reserved; ALTER TABLE progress DROP COLUMN reserved; ALTER TABLE progress DROP COLUMN possible; ALTER TABLE progress DROP COLUMN route; ALTER TABLE progress DROP COLUMN lanes_out; DROP TABLE left_rows;
                ALTER TABLE attempts DROP COLUMN model; ALTER TABLE attempts DROP COLUMN live_cost; ALTER TABLE attempts DROP COLUMN uncertain;
                ALTER TABLE attempts DROP COLUMN possible; ALTER TABLE attempts DROP COLUMN batch;
                PRAGMA user_version = 1
                """);
        }

        Should.Throw<StoreException>(() => SqliteStore.OpenReadOnly(Folder)).Message.ShouldContain("older Nightshift");
        await using var opened = Open();
        var lease = (await opened.ClaimAsync(job, 1)).ShouldHaveSingleItem().Lease;
        var batch = (await opened.SealBatchAsync(new NewBatch(job, "submission-1", "a", "m", 1, "00", 1), [lease])).ShouldNotBeNull();
        (await opened.ReadBatchRowsAsync(batch.Id)).ShouldBe([new BatchRow(lease, IsOpen: true, 0, null, 0)]);
        var spent = (await opened.ReadSpendingAsync(DateOnly.MinValue, DateOnly.MaxValue)).ShouldHaveSingleItem();
        (spent.Day, spent.Payer.Provider, spent.Model, spent.Sums.CostUsd, spent.Sums.Attempts).ShouldBe((new DateOnly(1970, 1, 1), "openai", "gpt-5.4-mini", 0.5m, 1));
        (await opened.CheckAsync().ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(StoreFolder.DatabasePath(Folder), new string('x', 8192));
        var fault = Should.Throw<StoreException>(Open);
        fault.Message.ShouldContain("is damaged");
        fault.IsDiskFull.ShouldBeFalse();
    }

    [Fact]
    public async Task A_reader_works_beside_the_owner_and_cannot_write()
    {
        StoreFolder.Exists(Folder).ShouldBeFalse();
        Should.Throw<StoreException>(() => SqliteStore.OpenReadOnly(Folder)).Message.ShouldContain("no store");

        await using var owner = Open();
        StoreFolder.Exists(Folder).ShouldBeTrue();
        await using var reader = SqliteStore.OpenReadOnly(Folder);
        (await reader.ListJobsAsync()).ShouldBeEmpty();
        var job = await owner.AddJobAsync(new NewJob("k", "n", "{}"));
        (await reader.FindJobAsync(job.Id)).ShouldNotBeNull();

        await Should.ThrowAsync<InvalidOperationException>(async () => await reader.CancelAsync(job.Id));
        await Should.ThrowAsync<InvalidOperationException>(async () => await reader.RecoverAsync());
    }

    [Fact]
    public async Task A_reader_reads_what_a_crash_left_and_leaves_the_log_as_it_is()
    {
        await using var owner = Open();
        var job = await owner.AddJobAsync(new NewJob("k", "n", "{}"));
        var copy = Directory.CreateDirectory(Path.Combine(_temporary.Path, "copy")).FullName;
        foreach (var file in new[] { "nightshift.db", "nightshift.db-wal" })
            File.Copy(Path.Combine(Folder, file), Path.Combine(copy, file));
        var log = new FileInfo(Path.Combine(copy, "nightshift.db-wal"));
        var length = log.Length;
        length.ShouldBeGreaterThan(0);

        await using (var reader = SqliteStore.OpenReadOnly(copy))
            (await reader.FindJobAsync(job.Id)).ShouldNotBeNull();
        log.Refresh();
        log.Length.ShouldBe(length);
    }

    [Fact]
    public async Task A_closed_store_takes_no_more_writes_and_leaves_no_log()
    {
        var store = Open();
        await store.AddJobAsync(new NewJob("k", "n", "{}"));
        await store.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.AddJobAsync(new NewJob("l", "n", "{}")));
        File.Exists(Path.Combine(Folder, "nightshift.db-wal")).ShouldBeFalse();
    }

    private SqliteStore Open() => SqliteStore.Open(Folder, _time);
}
