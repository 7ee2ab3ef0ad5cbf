using Nightshift.Batching;
using Nightshift.Model;
using Nightshift.Protocols.Batches;
using Nightshift.Providers;

namespace Nightshift.Tests.Batching;

/// <summary>The rules that batches are worked by, each a function of facts.</summary>
public sealed class BatchRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, null, 45)]
    [InlineData(5, null, 45)]
    [InlineData(30, null, 180)]
    [InlineData(6000, null, 600)]
    [InlineData(0, 120, 120)]
    [InlineData(30, 10, 180)]
    public void A_batch_is_looked_at_more_seldom_the_longer_it_takes_and_never_sooner_than_asked(int ageMinutes, int? askedSeconds, int expectedSeconds) =>
        LookSchedule.Next(Terms, TimeSpan.FromMinutes(ageMinutes), askedSeconds is { } asked ? TimeSpan.FromSeconds(asked) : null)
            .ShouldBe(TimeSpan.FromSeconds(expectedSeconds));

    [Fact]
    public void What_is_missing_is_waited_for_about_an_hour() =>
        Enumerable.Range(0, Terms.Patience).Sum(tries => LookSchedule.Again(Terms, tries).TotalMinutes).ShouldBeInRange(45, 75);

    [Fact]
    public void A_custom_id_fits_every_provider_and_leads_back_to_its_row()
    {
        var submission = CustomId.NewSubmission();
        var id = CustomId.Of(submission, 123_456_789);
        id.ShouldMatch("^[a-z][a-z0-9]{11}-[0-9]{6,}$");
        CustomId.IsOf(submission, id).ShouldBeTrue();
        CustomId.TryIndex(id, out var index).ShouldBeTrue();
        index.ShouldBe(123_456_789);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s7f3k2m9q1xa")]
    [InlineData("s7f3k2m9q1xa-")]
    [InlineData("s7f3k2m9q1xb-000001")]
    [InlineData("request-1")]
    public void Another_id_is_not_of_the_submission(string id) => CustomId.IsOf("s7f3k2m9q1xa", id).ShouldBeFalse();

    [Theory]
    [InlineData("s7f3k2m9q1xa--1")]
    [InlineData("s7f3k2m9q1xa-1e3")]
    [InlineData("s7f3k2m9q1xa-99999999999999999999")]
    public void An_index_that_is_no_number_is_none(string id) => CustomId.TryIndex(id, out _).ShouldBeFalse();

    [Fact]
    public void Open_batches_take_from_what_the_queue_holds_and_ended_ones_do_not()
    {
        Batch[] batches = [Batch(1, 400, BatchState.Submitted), Batch(2, 300, BatchState.Ingested), Batch(3, 100, BatchState.Sealed) with { Model = "other" }];
        EnqueuedRoom.Of(batches, "a", "m", Terms with { EnqueuedTokens = 1_000 }, Now).Tokens.ShouldBe(600);
    }

    [Fact]
    public void A_limit_that_the_provider_named_is_remembered()
    {
        Batch[] batches = [Refused(1, 5_000, Now - TimeSpan.FromHours(1)) with { Fault = "Limit: 2,000 enqueued tokens." }, Batch(2, 700, BatchState.Submitted)];
        EnqueuedRoom.Of(batches, "a", "m", Terms, Now).Tokens.ShouldBe(1_300);
    }

    [Fact]
    public void Each_refusal_in_a_row_halves_what_is_sent_and_doubles_the_wait_until_one_is_taken()
    {
        Batch[] once = [Refused(1, 1_000, Now)];
        EnqueuedRoom.Of(once, "a", "m", Terms, Now).ShouldBe(new EnqueuedRoom(500, long.MaxValue, Now + TimeSpan.FromMinutes(5)));
        Batch[] twice = [.. once, Refused(2, 500, Now)];
        EnqueuedRoom.Of(twice, "a", "m", Terms, Now).ShouldBe(new EnqueuedRoom(250, long.MaxValue, Now + TimeSpan.FromMinutes(10)));
        Batch[] taken = [.. twice, Batch(3, 250, BatchState.Cleaned) with { EndedAt = Now }];
        EnqueuedRoom.Of(taken, "a", "m", Terms, Now).ShouldBe(new EnqueuedRoom(long.MaxValue, long.MaxValue, null));
    }

    [Fact]
    public void A_batch_that_ended_after_the_refusal_has_made_room()
    {
        Batch[] batches = [Batch(1, 900, BatchState.Cleaned) with { EndedAt = Now + TimeSpan.FromMinutes(1) }, Refused(2, 1_000, Now)];
        EnqueuedRoom.Of(batches, "a", "m", Terms, Now + TimeSpan.FromMinutes(1)).NotBefore.ShouldBeNull();
    }

    [Fact]
    public void By_number_alone_any_batch_of_as_many_requests_could_be_ours_but_those_that_are_known()
    {
        var ours = Batch(1, 10, BatchState.Creating) with { CreateIntendedAt = Now };
        RemoteBatch[] listed =
        [
            Remote("new", Now, total: 5), Remote("known", Now, total: 5), Remote("old", Now - TimeSpan.FromHours(1), total: 5), Remote("larger", Now, total: 6),
        ];
        BatchMatch.Candidates(ours, BatchMark.RequestCount, listed, new HashSet<string> { "known" }).Select(remote => remote.Id).ShouldBe(["new"]);
    }

    [Fact]
    public void By_its_file_only_the_batch_that_names_it_is_ours_the_oldest_first()
    {
        var ours = Batch(1, 10, BatchState.Creating) with { CreateIntendedAt = Now, InputFile = "file-1" };
        RemoteBatch[] listed = [Remote("b", Now + TimeSpan.FromSeconds(2), file: "file-1"), Remote("a", Now, file: "file-1"), Remote("c", Now, file: "file-2")];
        BatchMatch.Candidates(ours, BatchMark.InputFile, listed, new HashSet<string>()).Select(remote => remote.Id).ShouldBe(["a", "b"]);
    }

    private static BatchTerms Terms => new ProviderCatalog().Find("openai")!.Batch! with { EnqueuedTokens = null, EnqueuedRows = null };

    private static Batch Batch(long id, long tokens, BatchState state) => new()
    {
        Id = new BatchId(id), Job = new JobId(1), Submission = $"s{id:00000000000}", Account = "a", Model = "m", Rows = 5, Bytes = 1, Sha256 = "", Tokens = tokens,
        SealedAt = Now, State = state,
    };

    private static Batch Refused(long id, long tokens, DateTimeOffset endedAt) =>
        Batch(id, tokens, BatchState.Cleaned) with { FaultCode = EnqueuedRoom.TokenLimitCode, Fault = "too much", EndedAt = endedAt };

    private static RemoteBatch Remote(string id, DateTimeOffset createdAt, long? total = null, string? file = null) => new()
    {
        Id = id, Status = RemoteStatus.Running, StatusWord = "running", CreatedAt = createdAt, Total = total, InputFile = file,
    };
}
