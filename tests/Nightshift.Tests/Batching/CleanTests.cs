using Nightshift.Batching;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Simulator.Faults;

namespace Nightshift.Tests.Batching;

/// <summary>What is left at providers is found and deleted; what somebody needs, or somebody else owns, stays.</summary>
public sealed class CleanTests
{
    private const string Orphan = "nightshift-s7f3k2m9q1xa-0123456789ab.jsonl";

    public static TheoryData<string> Dialects => [.. Dialect.All.Select(dialect => dialect.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task What_a_batch_could_not_clean_is_cleaned_later(string dialect)
    {
        // Three tries are made by the batch itself, and each is refused at its first file.
        await using var bench = await BatchJobBench.CreateAsync(dialect, [FaultRule.Parse("503:call=delete,first=3")]);
        var end = await bench.RunAsync(bench.Request(rows: 5));
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        (await bench.BatchesAsync()).Single().State.ShouldBe(BatchState.Ingested);
        var left = bench.Files().Count;

        var found = await CleanAsync(bench, new CleanRequest { IsDryRun = true });
        found.ShouldAllBe(outcome => outcome is CleanOutcome.Found);
        bench.Files().Count.ShouldBe(left, "nothing is deleted when it is only asked what would be");
        var deleted = await CleanAsync(bench);
        deleted.ShouldAllBe(outcome => outcome is CleanOutcome.Deleted);
        deleted.Count.ShouldBe(found.Count);
        (await bench.BatchesAsync()).Single().State.ShouldBe(BatchState.Cleaned);
        await bench.CheckAsync(end.Job.Id);
        (await CleanAsync(bench)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_to_be_kept_is_kept_until_it_is_old()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        var end = await bench.RunAsync(bench.Request(rows: 5) with { KeepRemote = true });
        (await CleanAsync(bench)).ShouldBeEmpty();
        bench.Files().Count.ShouldBe(2);

        bench.Time.Advance(TimeSpan.FromHours(49));
        (await CleanAsync(bench)).OfType<CleanOutcome.Deleted>().Count(outcome => outcome.Remnant.Kind == RemnantKind.File).ShouldBe(2);
        await bench.CheckAsync(end.Job.Id);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("azure")]
    [InlineData("gemini")]
    [InlineData("mistral")]
    [InlineData("together")]
    [InlineData("fireworks")]
    [InlineData("xai")]
    public async Task An_upload_of_ours_that_nothing_knows_goes_when_it_is_old(string dialect)
    {
        await using var bench = await BatchJobBench.CreateAsync(dialect);
        await bench.RunAsync(bench.Request(rows: 5));
        await bench.UploadAsync(Orphan);
        await bench.UploadAsync("nightshift-notes.jsonl");
        (await CleanAsync(bench)).ShouldBeEmpty("a young file may be another machine's");

        // Gemini keeps files for two days and no longer.
        var age = TimeSpan.FromHours(dialect == "gemini" ? 47 : 49);
        bench.Time.Advance(age);
        var outcomes = await CleanAsync(bench, new CleanRequest { OlderThan = age - TimeSpan.FromMinutes(1) });
        outcomes.Single().ShouldBeOfType<CleanOutcome.Deleted>().Remnant.Name.ShouldBe(Orphan);
        bench.Files().Single().Name.ShouldContain("nightshift-notes");
    }

    [Fact]
    public async Task Of_a_removed_job_the_upload_goes_and_results_stay_that_another_store_may_want()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        var end = await bench.RunAsync(bench.Request(rows: 5) with { KeepRemote = true });
        await RemoveAsync(bench, end.Job.Id);
        bench.Time.Advance(TimeSpan.FromHours(49));
        (await CleanAsync(bench)).ShouldBeEmpty("no batch of the store leads to the account any more");

        var outcome = (await CleanAsync(bench, new CleanRequest { Models = ["openai/echo"] })).Single().ShouldBeOfType<CleanOutcome.Deleted>();
        outcome.Remnant.Name.ShouldNotBeNull().ShouldStartWith("nightshift-");
        bench.Files().Single().Batch.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_file_of_a_batch_that_runs_stays_also_when_it_is_another_stores()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", options: new() { BatchDelay = TimeSpan.FromHours(20) });
        var end = await bench.RunAsync(bench.Request(rows: 5), new RunControl { Once = true });
        bench.Time.Advance(TimeSpan.FromHours(10));
        var request = new CleanRequest { OlderThan = TimeSpan.FromHours(1), Models = ["openai/echo"] };
        (await CleanAsync(bench, request)).ShouldBeEmpty();

        await RemoveAsync(bench, end.Job.Id);
        (await CleanAsync(bench, request)).ShouldBeEmpty();
        bench.Files().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_account_that_cannot_be_asked_is_named_with_the_reason()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [FaultRule.Parse("503:call=delete,first=3")]);
        await bench.RunAsync(bench.Request(rows: 5));
        var outcome = (await CleanAsync(bench, key: "sk-another")).OfType<CleanOutcome.NotAsked>().First();
        outcome.Why.ShouldContain("was made with another key");
        (await bench.BatchesAsync()).Single().State.ShouldBe(BatchState.Ingested);
    }

    [Fact]
    public async Task What_the_provider_does_not_delete_is_named_and_tried_again_the_next_time()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [FaultRule.Parse("503:call=delete,first=5")]);
        await bench.RunAsync(bench.Request(rows: 5));
        var first = await CleanAsync(bench);
        first.OfType<CleanOutcome.NotDeleted>().ShouldNotBeEmpty();
        first.OfType<CleanOutcome.NotDeleted>().ShouldAllBe(outcome => outcome.Why.Contains("503"));
        (await CleanAsync(bench)).ShouldAllBe(outcome => outcome is CleanOutcome.Deleted);
        bench.Files().ShouldBeEmpty();
    }

    private static async Task RemoveAsync(BatchJobBench bench, JobId job)
    {
        await using var engine = await bench.OpenAsync();
        await engine.Store.RemoveJobAsync(job);
    }

    private static async Task<List<CleanOutcome>> CleanAsync(BatchJobBench bench, CleanRequest? request = null, string key = "sk-test")
    {
        await using var engine = await bench.OpenAsync(key);
        return await engine.CleanAsync(request ?? new()).ToListAsync();
    }
}
