using System.Text;
using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Stores;

/// <summary>
/// What every store does. Each test leaves a store that its own check finds sound, also after it was closed and opened again.
/// </summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private protected ManualTime Time { get; } = new();

    protected IStore Store { get; set; } = null!;

    private DateTimeOffset Now => Time.GetUtcNow();

    public ValueTask InitializeAsync()
    {
        Store = Open();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            (await Violations()).ShouldBeEmpty();
            await ReopenAsync();
            (await Violations()).ShouldBeEmpty();
        }
        finally
        {
            await Store.DisposeAsync();
            CleanUp();
            GC.SuppressFinalize(this);
        }
    }

    protected abstract IStore Open();

    protected virtual ValueTask ReopenAsync() => default;

    protected virtual void CleanUp()
    {
    }

    private protected static NewRow Row(long index, int? hash = null, string? userId = null, string? fault = null) => new(
        index,
        Line: index + 2,
        userId,
        Encoding.UTF8.GetBytes($$"""{"text":"row {{index}}"}"""),
        hash is { } value ? new RequestHash((UInt128)value) : null,
        fault);

    private protected static NewRow[] Rows(int count) => [.. Enumerable.Range(0, count).Select(index => Row(index))];

    private protected Settlement Complete(Lease lease, string output = "yes", Usage? usage = null, decimal? cost = null)
        => new(
            lease,
            new Verdict.Complete(new Answer(output, Encoding.UTF8.GetBytes($"body of {output}"), "m-1")),
            Attempt("answered", usage, cost));

    private protected Settlement Fail(Lease lease, string code = "content_filter")
        => new(lease, new Verdict.Fail(code, $"refused for {code}"), Attempt("refused"));

    private protected static Settlement Expire(Lease lease) => new(lease, new Verdict.Expire("the batch ended first"), Attempt: null);

    private protected Settlement Retry(Lease lease, TimeSpan wait = default, bool counts = true, int? maxTokens = null)
        => new(lease, new Verdict.Retry(Now + wait, counts, maxTokens), Attempt("throttled"));

    private protected Attempt Attempt(string outcome, Usage? usage = null, decimal? cost = null)
        => new(outcome, Now, TimeSpan.FromMilliseconds(120), 200, "req-1", usage, cost);

    private protected async Task<JobId> NewJob(string key = "k") => (await Store.AddJobAsync(new NewJob(key, $"{key}.csv", "{}"))).Id;

    /// <summary>A job with these rows, taken in and running.</summary>
    private protected async Task<JobId> Running(NewRow[] rows, string key = "k", bool useCache = false)
    {
        var job = await NewJob(key);
        (await Store.AppendRowsAsync(job, rows, rows.Length)).ShouldBeEmpty();
        await Store.SealAsync(job, ["text"], useCache);
        return job;
    }

    private protected Task<JobId> Running(int rows) => Running(Rows(rows));

    /// <summary>Claims up to so many rows and commits the intent to send them.</summary>
    private protected async Task<Lease[]> Send(JobId job, int max = 100)
    {
        var leases = await ClaimLeases(job, max);
        (await Store.MarkSentAsync(leases)).Leases.ShouldBe(leases);
        return leases;
    }

    /// <summary>Claims up to so many rows and seals them into a batch.</summary>
    private protected async Task<(Batch Batch, Lease[] Leases)> Seal(JobId job, int max = 100, string submission = "s7f3k2m9q1xa")
    {
        var leases = await ClaimLeases(job, max);
        return ((await Store.SealBatchAsync(NewBatch(job, submission), leases)).ShouldNotBeNull(), leases);
    }

    private protected static NewBatch NewBatch(JobId job, string submission = "s7f3k2m9q1xa")
        => new(job, submission, "openai 3f2a", "m-1", Bytes: 4_000_000_000, Sha256: "ab12", Tokens: 1_234);

    private protected async Task<Batch> Find(BatchId batch)
        => (await Store.ListBatchesAsync()).Where(kept => kept.Id == batch).ShouldHaveSingleItem();

    private protected async Task<Lease[]> OpenRows(BatchId batch)
        => [.. (await Store.ReadBatchRowsAsync(batch)).Where(row => row.IsOpen).Select(row => row.Lease)];

    private protected async Task<Lease[]> ClaimLeases(JobId job, int max = 100)
        => [.. (await Store.ClaimAsync(job, max)).Select(row => row.Lease)];

    private protected async Task<SettleResult> Settle(Settlement settlement)
        => (await Store.SettleAsync([settlement])).ShouldHaveSingleItem();

    private protected async Task<Job> Find(JobId job) => (await Store.FindJobAsync(job)).ShouldNotBeNull();

    private protected async Task<RowCounts> Counts(JobId job) => (await Find(job)).Counts;

    private protected async Task<List<RowResult>> Results(JobId job, bool withBodies = false)
    {
        var results = new List<RowResult>();
        await foreach (var result in Store.ReadResultsAsync(job, withBodies))
            results.Add(result);
        return results;
    }

    private protected async Task<RowState[]> States(JobId job) => [.. (await Results(job)).Select(row => row.State)];

    private async Task<List<string>> Violations()
    {
        var violations = new List<string>();
        await foreach (var violation in Store.CheckAsync())
            violations.Add(violation);
        return violations;
    }
}
