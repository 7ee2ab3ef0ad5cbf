using Nightshift.Protocols;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Mistral;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class MistralBatchesTests : BatchProtocolContract
{
    protected override string Address => "/mistral/v1";

    protected override BatchProtocol Protocol => MistralBatchProtocol.InFile;

    protected override ChatProtocol Chat => ChatCompletionsProtocol.Compatible;

    [Fact]
    public async Task Results_are_two_files_and_empty_ids_are_none()
    {
        const string Job = """
            "id":"j","status":"TIMEOUT_EXCEEDED","output_file":"o"
            """;
        var both = await Protocol.LookAsync($$"""{{{Job}},"error_file":"e","outputs":null}""");
        both.Results.ShouldBe([new ResultPart("output", "o", IsFile: true), new ResultPart("error", "e", IsFile: true)]);
        both.Status.ShouldBe(RemoteStatus.Expired);
        (await Protocol.LookAsync($$"""{{{Job}},"error_file":""}""")).Results.ShouldHaveSingleItem().Source.ShouldBe("output");
    }

    [Fact]
    public async Task A_file_that_is_counted_and_not_there_yet_is_waited_for()
    {
        var ended = DateTimeOffset.FromUnixTimeSeconds(1_787_150_467);
        const string Job = """{"id":"j","status":"SUCCESS","succeeded_requests":2,"failed_requests":1,"output_file":"o","error_file":null,"completed_at":1787150467}""";
        (await Protocol.LookAsync(Job, ("date", ended.AddMinutes(1).ToString("R")))).Status.ShouldBe(RemoteStatus.Finalizing);
    }

    [Fact]
    public async Task Why_a_job_failed_is_told()
    {
        var job = await Protocol.LookAsync("""{"id":"j","status":"FAILED","errors":[{"message":"Line 3: body: Field required","count":2}],"total_requests":0}""");
        job.Faults.ShouldHaveSingleItem().Message.ShouldBe("Line 3: body: Field required");
        job.Total.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"custom_id":"0","response":{"status_code":422,"body":{"object":"error","message":"no"}},"error":null}""", 422)]
    [InlineData("""{"custom_id":"0","error":{"object":"error","message":"no","type":"invalid_request_error","code":null}}""", 400)]
    [InlineData("""{"custom_id":"0","response":null,"error":{"message":"no","code":"503"}}""", 503)]
    public void An_error_is_read_within_the_response_and_beside_it(string line, int status)
    {
        var answered = Protocol.Line(line).ShouldBeOfType<BatchLine.Answered>();
        answered.Status.ShouldBe(status);
        ProviderError.Parse(answered.Body, status).Message.ShouldBe("no");
    }

    [Fact]
    public void An_error_without_a_status_may_be_tried_again() =>
        Protocol.Line("""{"custom_id":"0","response":null,"error":"worker lost"}""").ShouldBe(new BatchLine.NotDone("0", NotDoneCause.Failed, "worker lost"));

    [Theory]
    [InlineData(2, null, 2, null)]
    [InlineData(2, null, 5, "1")]
    [InlineData(2, "1", 5, "2")]
    [InlineData(1, "2", 5, null)]
    [InlineData(2, "1", null, "2")]
    [InlineData(0, "2", null, null)]
    public void Pages_go_by_number(int items, string? page, int? total, string? next)
    {
        using var list = System.Text.Json.JsonDocument.Parse($$"""{"data":[{{string.Join(',', Enumerable.Repeat("{}", items))}}],"total":{{total?.ToString() ?? "null"}}}""");
        PageNumber.Read(list.RootElement, page, 2, item => item.ToString()).ShouldNotBeNull().ShouldSatisfyAllConditions(
            read => read.Items.Count.ShouldBe(items), read => read.Next.ShouldBe(next));
    }
}
