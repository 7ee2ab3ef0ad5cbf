using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Stores;

/// <summary>Each thing that can be wrong in a store is found; what a removal leaves half done is not wrong.</summary>
public sealed class SqliteCheckingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("DELETE FROM rows WHERE id & 0xFFFFFFFFFF = 1", "whose place in the input")]
    [InlineData("DELETE FROM inputs WHERE id & 0xFFFFFFFFFF = 1", "without their input record")]
    [InlineData("DELETE FROM rows WHERE id & 0xFFFFFFFFFF = 3", "without their row")]
    [InlineData("UPDATE progress SET failed = failed + 1", "count is not that of the rows")]
    [InlineData("UPDATE progress SET cost = cost + 1", "not those of the ledger")]
    [InlineData("UPDATE progress SET unpriced = 1", "not those of the ledger")]
    [InlineData("DELETE FROM attempts", "ledger entries are not counted")]
    [InlineData("DELETE FROM answers", "succeeded and have no answer")]
    [InlineData("UPDATE answers SET id = id + 3", "answers of rows that did not succeed")]
    [InlineData(
        "INSERT INTO attempts SELECT row, 9, epoch, 0, outcome, status, request_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, 0, 0, NULL FROM attempts LIMIT 1",
        "more than one verdict")]
    [InlineData("UPDATE rows SET error_code = 'x' WHERE state = 3", "without a reason")]
    [InlineData("UPDATE rows SET state = 6 WHERE id & 0xFFFFFFFFFF = 3", "without a reason")]
    [InlineData("UPDATE batches SET state = 8", "sent in a batch that is closed or not there")]
    [InlineData("UPDATE batches SET job = 2", "sent in a batch that is closed or not there")]
    [InlineData("DELETE FROM batches", "sent in a batch that is closed or not there")]
    [InlineData("UPDATE rows SET state = 0 WHERE batch = 1", "in which no row is sent")]
    [InlineData("UPDATE rows SET state = 0 WHERE leader IS NOT NULL", "that they follow")]
    [InlineData("UPDATE rows SET leader = 99 WHERE leader IS NOT NULL", "that they follow")]
    [InlineData("UPDATE rows SET followers = 7", "followers are not counted")]
    [InlineData("UPDATE requests SET hash = x'00'", "requests that are not those")]
    [InlineData("DELETE FROM requests", "later jobs cannot find")]
    [InlineData("UPDATE rows SET epoch = -1", "below zero")]
    [InlineData("UPDATE progress SET reserved = reserved + 1", "set aside that is not")]
    [InlineData("UPDATE rows SET reserved = 1 WHERE state = 0", "set aside for rows that are not sent")]
    [InlineData("UPDATE spending SET cost = cost + 1", "sums by day that are not")]
    [InlineData("DELETE FROM spending", "sums by day that are not")]
    [InlineData("DELETE FROM payers", "spending that is nobody's")]
    [InlineData("UPDATE progress SET finished_at = 1", "ends that its rows do not bear out")]
    public async Task A_violation_is_named_with_its_job(string damage, string sentence)
    {
        await using var store = await Filled();
        (await Check(store)).ShouldBeEmpty();
        using (var other = Database.OpenWriter(StoreFolder.DatabasePath(_folder.Path)))
            other.Execute(damage);
        (await Check(store)).ShouldContain(violation => violation.StartsWith("Job 1 ") && violation.Contains(sentence));
    }

    [Theory]
    [InlineData("UPDATE progress SET failed = failed + 1, cost = cost + 1, unpriced = 1")]
    [InlineData("UPDATE rows SET entries = 5, followers = 7")]
    [InlineData("UPDATE requests SET hash = x'00'")]
    [InlineData("DELETE FROM requests")]
    [InlineData("DELETE FROM answers")]
    [InlineData("UPDATE rows SET error_code = 'x' WHERE state = 3")]
    [InlineData("UPDATE rows SET state = 4 WHERE id & 0xFFFFFFFFFF = 3")]
    [InlineData("UPDATE rows SET state = 6 WHERE id & 0xFFFFFFFFFF = 3")]
    [InlineData("UPDATE batches SET state = 9")]
    [InlineData("DELETE FROM batches")]
    [InlineData("UPDATE rows SET state = 0 WHERE leader IS NOT NULL")]
    [InlineData("UPDATE rows SET leader = 99 WHERE leader IS NOT NULL")]
    [InlineData("UPDATE rows SET state = 6, error_code = 'expired', leader = 99 WHERE leader IS NOT NULL")]
    [InlineData("UPDATE rows SET state = 0 WHERE state = 3 AND leader IS NULL")]
    [InlineData("UPDATE answers SET id = id + 300")]
    [InlineData("UPDATE progress SET reserved = reserved + 1")]
    [InlineData("UPDATE rows SET reserved = 1 WHERE state = 0")]
    [InlineData("UPDATE spending SET cost = cost + 1, attempts = 7")]
    [InlineData("DELETE FROM spending")]
    [InlineData("DELETE FROM payers")]
    [InlineData("UPDATE progress SET finished_at = 1")]
    public async Task What_the_store_itself_knows_better_is_mended_and_said(string damage)
    {
        await using var store = await Filled();
        using (var other = Database.OpenWriter(StoreFolder.DatabasePath(_folder.Path)))
            other.Execute(damage);
        (await store.RepairAsync()).ShouldNotBeEmpty();
        (await Check(store)).ShouldBeEmpty();
        (await store.RepairAsync()).ShouldBeEmpty("there is nothing left to mend");
    }

    [Fact]
    public async Task A_row_that_is_sent_in_a_closed_batch_is_sent_again_and_booked_as_perhaps_paid()
    {
        await using var store = await Filled();
        using (var other = Database.OpenWriter(StoreFolder.DatabasePath(_folder.Path)))
            other.Execute("UPDATE batches SET state = 8");
        (await store.RepairAsync()).ShouldHaveSingleItem().ShouldContain("sent in a batch that is closed");
        var job = (await store.ListJobsAsync()).ShouldHaveSingleItem();
        (job.Counts.Pending, job.Counts.Sent, job.Spend.Attempts).ShouldBe((3, 0, 3));
    }

    [Fact]
    public async Task What_nothing_knows_better_is_left_and_named()
    {
        await using var store = await Filled();
        using (var other = Database.OpenWriter(StoreFolder.DatabasePath(_folder.Path)))
            other.Execute("DELETE FROM inputs WHERE id & 0xFFFFFFFFFF = 1");
        await store.RepairAsync();
        (await Check(store)).ShouldHaveSingleItem().ShouldContain("without their input record");
    }

    [Fact]
    public async Task A_sound_store_is_not_touched()
    {
        await using var store = await Filled();
        (await store.RepairAsync()).ShouldBeEmpty();
        (await Check(store)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_removal_that_a_crash_cut_short_is_sound_and_is_finished_by_recovery()
    {
        await using var store = await Filled();
        using (var other = Database.OpenWriter(StoreFolder.DatabasePath(_folder.Path)))
            other.Execute("INSERT INTO removals VALUES (1); DELETE FROM jobs; DELETE FROM progress; DELETE FROM batches; DELETE FROM attempts; "
                + "DELETE FROM answers WHERE id & 255 = 0; DELETE FROM requests WHERE row & 255 = 0; DELETE FROM rows WHERE id & 255 = 0; DELETE FROM inputs WHERE id & 255 = 0");
        (await Check(store)).ShouldBeEmpty();
        (await store.SettleAsync([Settlement(new Lease(new RowId(new JobId(1), 2), 1))])).ShouldBe([SettleResult.Stale]);

        await store.RecoverAsync();
        using (var other = Database.OpenReader(StoreFolder.DatabasePath(_folder.Path)))
        {
            foreach (var table in new[] { "rows", "inputs", "answers", "attempts", "requests", "unsealed", "removals", "batches", "anomalies" })
                other.Scalar($"SELECT count(*) FROM {table}").ShouldBe(0, table);
        }
    }

    /// <summary>Rows 0 (succeeded), 1 (its follower), 2 (sent), 3 (pending), 4 (sent in a batch at the provider).</summary>
    private async Task<SqliteStore> Filled()
    {
        var store = SqliteStore.Open(_folder.Path, _time);
        var job = (await store.AddJobAsync(new NewJob("k", "n", "{}"))).Id;
        await store.AppendRowsAsync(job, [NewRow(0, 1), NewRow(1, 1), NewRow(2, 2), NewRow(3, 3), NewRow(4, 4)], 5);
        await store.SealAsync(job, [], useCache: false);
        var leases = (await store.ClaimAsync(job, 2)).Select(row => row.Lease).ToArray();
        await store.MarkSentAsync(leases);
        await store.SettleAsync([Settlement(leases[0])]);
        var (third, fourth) = ((await store.ClaimAsync(job, 1))[0].Lease, (await store.ClaimAsync(job, 1))[0].Lease);
        await store.ReleaseAsync([third]);
        var batch = (await store.SealBatchAsync(new NewBatch(job, "submission-1", "a", "m", 1, "00", 1), [fourth])).ShouldNotBeNull();
        await store.MoveBatchAsync(BatchState.Sealed, batch with { State = BatchState.Submitted });
        return store;
    }

    private static NewRow NewRow(int index, uint hash) => new(index, index + 1, null, "{}"u8.ToArray(), new RequestHash(hash));

    private Settlement Settlement(Lease lease) => new(
        lease,
        new Verdict.Complete(new Answer("yes", default, null)),
        new Attempt("answered", _time.GetUtcNow(), default, Usage: new Usage(1, 1), CostUsd: 1));

    private static async Task<List<string>> Check(SqliteStore store)
    {
        var violations = new List<string>();
        await foreach (var violation in store.CheckAsync())
            violations.Add(violation);
        return violations;
    }
}
