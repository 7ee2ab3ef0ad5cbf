using Nightshift.Protocols;
using Nightshift.Protocols.AnthropicMessages;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Anthropic;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class AnthropicBatchesTests : BatchProtocolContract
{
    protected override string Address => "/anthropic";

    protected override BatchProtocol Protocol => AnthropicBatchProtocol.Instance;

    protected override ChatProtocol Chat => AnthropicMessagesProtocol.Instance;

    [Theory]
    [InlineData("invalid_request_error", 400)]
    [InlineData("authentication_error", 401)]
    [InlineData("billing_error", 402)]
    [InlineData("permission_error", 403)]
    [InlineData("not_found_error", 404)]
    [InlineData("request_too_large", 413)]
    [InlineData("rate_limit_error", 429)]
    [InlineData("api_error", 500)]
    [InlineData("timeout_error", 504)]
    [InlineData("overloaded_error", 529)]
    [InlineData("an_error_of_tomorrow", 500)]
    public void An_errored_row_has_the_status_that_its_error_has_live(string type, int status)
    {
        var line = $$$$"""{"custom_id":"r-1","result":{"type":"errored","error":{"type":"error","error":{"details":{},"type":"{{{{type}}}}","message":"no"},"request_id":"workerreq_1"}}}""";
        var answered = Protocol.Line(line).ShouldBeOfType<BatchLine.Answered>();
        answered.ShouldSatisfyAllConditions(() => answered.Status.ShouldBe(status), () => answered.RequestId.ShouldBe("workerreq_1"));
        var error = ProviderError.Parse(answered.Body, status);
        error.Message.ShouldBe("no");
        error.Is(type).ShouldBeTrue();
    }

    [Fact]
    public void What_did_not_run_is_not_the_rows_fault()
    {
        Protocol.Line("""{"custom_id":"r-3","result":{"type":"canceled"}}""").ShouldBeOfType<BatchLine.NotDone>().Why.ShouldBe(NotDoneCause.Cancelled);
        Protocol.Line("""{"custom_id":"r-4","result":{"type":"expired"}}""").ShouldBeOfType<BatchLine.NotDone>().Why.ShouldBe(NotDoneCause.Expired);
        Protocol.Line("""{"custom_id":"r-5","result":{"type":"postponed"}}""").ShouldBeOfType<BatchLine.Malformed>();
        Protocol.Line("""{"result":{"type":"expired"}}""").ShouldBeOfType<BatchLine.Malformed>();
    }

    [Fact]
    public void A_success_without_a_message_is_an_answer_that_says_nothing()
    {
        var answered = Protocol.Line("""{"custom_id":"r-1","result":{"type":"succeeded","message":null}}""").ShouldBeOfType<BatchLine.Answered>();
        Chat.Parse(answered.Body, out _).ShouldBeNull();
    }

    [Theory]
    [InlineData("ended", 2, 0, 0, RemoteStatus.Completed)]
    [InlineData("ended", 2, 1, 0, RemoteStatus.Cancelled)]
    [InlineData("ended", 2, 0, 1, RemoteStatus.Expired)]
    [InlineData("canceling", 0, 0, 0, RemoteStatus.Cancelling)]
    [InlineData("in_progress", 0, 0, 0, RemoteStatus.Running)]
    public async Task How_it_ended_is_in_its_counts(string word, int succeeded, int cancelled, int expired, RemoteStatus status)
    {
        var batch = await Protocol.LookAsync(
            $$$"""{"id":"b","processing_status":"{{{word}}}","request_counts":{"processing":1,"succeeded":"{{{succeeded}}}","errored":0,"canceled":{{{cancelled}}},"expired":{{{expired}}}}}""");
        batch.ShouldSatisfyAllConditions(
            () => batch.Status.ShouldBe(status), () => batch.Total.ShouldBe(1 + succeeded + cancelled + expired), () => batch.Done.ShouldBe(succeeded + cancelled + expired));
    }

    [Fact]
    public async Task Results_that_are_archived_are_gone()
    {
        const string Ended = """
            "id":"b","processing_status":"ended","request_counts":null,"results_url":"https://provider.test/r"
            """;
        (await Protocol.LookAsync($$$"""{{{{Ended}}},"archived_at":null}""")).Results.ShouldHaveSingleItem().Reference.ShouldBe("https://provider.test/r");
        var archived = await Protocol.LookAsync($$$"""{{{{Ended}}},"archived_at":"2026-09-17T14:44:51.493319+00:00"}""");
        archived.ShouldSatisfyAllConditions(() => archived.Results.ShouldBeEmpty(), () => archived.Status.HasEnded().ShouldBeTrue(), () => archived.Total.ShouldBeNull());
    }

    [Theory]
    [InlineData(1, RemoteStatus.Finalizing)]
    [InlineData(11, RemoteStatus.Completed)]
    public async Task Results_that_are_not_there_yet_are_waited_for_a_while(int minutes, RemoteStatus status)
    {
        var ended = new DateTimeOffset(2026, 8, 19, 14, 50, 0, TimeSpan.Zero);
        var answer = $$$"""{"id":"b","processing_status":"ended","request_counts":{"succeeded":2},"ended_at":"{{{ended:O}}}","results_url":null}""";
        (await Protocol.LookAsync(answer, ("date", ended.AddMinutes(minutes).ToString("R")))).Status.ShouldBe(status);
    }

    [Fact]
    public async Task Results_and_key_stay_at_home_when_the_batch_names_another_host()
    {
        await using var bench = await OpenAsync("results-foreign-url");
        var ended = await EndAsync(bench, (await CreateAsync(bench)).Id);
        Done(await Protocol.DownloadAsync(bench.Channel, ended.Id, ended.Results.ShouldHaveSingleItem(), Stream.Null, BatchBench.Cancellation)).ShouldBeGreaterThan(0);
        bench.Server.Ledger.Totals.RedirectsFollowed.ShouldBe(0);
    }

    [Fact]
    public async Task A_look_says_when_to_look_again()
    {
        await using var bench = await OpenAsync();
        var created = await CreateAsync(bench);
        Done(await Protocol.GetAsync(bench.Channel, created.Id, BatchBench.Cancellation)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(10));
    }
}
