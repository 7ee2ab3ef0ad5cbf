using Nightshift.Protocols.Batches;
using Nightshift.Providers;

namespace Nightshift.Tests.Protocols.Batches.OpenAi;

/// <summary>Answers that differ from OpenAI's documentation, as other documentations and users show them.</summary>
public sealed class OpenAiAnswersTests
{
    private static readonly BatchProtocol Protocol = Azure.Provider.Batch!.Protocol;

    [Fact]
    public async Task Azures_sample_of_a_new_batch()
    {
        var batch = await ReadAsync("""
            {"cancelled_at":null,"cancelling_at":null,"completed_at":null,"completion_window":"24h","created_at":"2024-07-19T17:13:57.2491382+00:00",
            "error_file_id":null,"expired_at":null,"expires_at":"2024-07-20T17:13:57.1918498+00:00","failed_at":null,"finalizing_at":null,
            "id":"batch_fe3f047a","in_progress_at":null,"input_file_id":"file-9f3a81d8","errors":null,"metadata":null,"object":"batch","output_file_id":"",
            "request_counts":{"total":null,"completed":null,"failed":null},"status":"Validating","endpoint":null}
            """);
        (batch.Id, batch.Status, batch.StatusWord, batch.InputFile).ShouldBe(("batch_fe3f047a", RemoteStatus.Waiting, "Validating", "file-9f3a81d8"));
        batch.CreatedAt.ShouldNotBeNull().UtcDateTime.ShouldBe(new DateTime(2024, 7, 19, 17, 13, 57, DateTimeKind.Utc), TimeSpan.FromSeconds(1));
        batch.ExpiresAt.ShouldNotBeNull();
        (batch.Total, batch.Done).ShouldBe((null, null));
        batch.Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task Azures_sample_of_a_failed_batch_has_files_and_a_time_of_completion()
    {
        var batch = await ReadAsync("""
            {"id":"b","status":"failed","completed_at":1722471405,"failed_at":1722471405,"created_at":1722471400,"input_file_id":"i","output_file_id":"o","error_file_id":"e",
            "errors":{"object":"list","data":[{"code":"url_mismatch","line":"3","message":"The URL does not match","param":"url"},{"code":null,"message":""}]},
            "request_counts":{"total":"3","completed":"0","failed":"3"}}
            """);
        batch.Status.ShouldBe(RemoteStatus.Failed);
        batch.Results.Select(part => part.Reference).ShouldBe(["o", "e"]);
        batch.Faults.ShouldBe([new("url_mismatch", "The URL does not match", 3), new(null, "no reason was given", null)]);
        (batch.Total, batch.Done).ShouldBe((3L, 3L));
    }

    [Fact]
    public async Task All_rows_failed_is_completed_with_an_error_file_alone()
    {
        var batch = await ReadAsync("""{"id":"b","status":"completed","output_file_id":null,"error_file_id":"e","request_counts":{"total":9,"completed":0,"failed":9}}""");
        batch.Status.ShouldBe(RemoteStatus.Completed);
        batch.Results.ShouldBe([new("error", "e", IsFile: true)]);
    }

    [Fact]
    public async Task Files_that_never_come_do_not_hold_a_batch_for_ever()
    {
        const string Body = """{"id":"b","status":"completed","completed_at":1767225600,"output_file_id":"","request_counts":{"total":2,"completed":2,"failed":0}}""";
        (await ReadAsync(Body, ("date", "Thu, 01 Jan 2026 00:09:00 GMT"))).Status.ShouldBe(RemoteStatus.Finalizing);
        (await ReadAsync(Body, ("date", "Thu, 01 Jan 2026 00:11:00 GMT"))).Status.ShouldBe(RemoteStatus.Completed);
        (await ReadAsync(Body)).Status.ShouldBe(RemoteStatus.Completed);
    }

    [Theory]
    [InlineData("VALIDATING", RemoteStatus.Waiting)]
    [InlineData("PROGRESS", RemoteStatus.Running)]
    [InlineData("In_Progress", RemoteStatus.Running)]
    [InlineData("pre_schedule", RemoteStatus.Running)]
    [InlineData("", RemoteStatus.Running)]
    [InlineData("finalizing", RemoteStatus.Finalizing)]
    [InlineData("CANCELLING", RemoteStatus.Cancelling)]
    [InlineData("canceled", RemoteStatus.Cancelled)]
    [InlineData("EXPIRED", RemoteStatus.Expired)]
    public async Task Words_for_a_status(string word, RemoteStatus expected) => (await ReadAsync($$"""{"id":"b","status":"{{word}}"}""")).Status.ShouldBe(expected);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":7,"status":"completed"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"error":{"message":"x"}}""")]
    public async Task What_is_no_batch_is_unclear(string body) =>
        (await Protocol.GetAsync(ScriptedChannel.Saying(200, body), "b", BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteBatch>.Unclear>();

    [Theory]
    [InlineData("""{"data":[{"id":"a"},{"id":"b"}],"has_more":true,"last_id":"b"}""", "after=b")]
    [InlineData("""{"data":[{"id":"a"},{"id":"b"}],"has_more":true}""", "after=b")]
    [InlineData("""{"value":[{"id":"a"},{"id":"b"},{"no":"id"}],"has_more":false}""", null)]
    [InlineData("""[{"id":"a"},{"id":"b"}]""", null)]
    public async Task Lists_in_their_forms(string body, string? next)
    {
        var effect = await Protocol.ListAsync(ScriptedChannel.Saying(200, body), null, BatchBench.Cancellation);
        var page = effect.ShouldBeOfType<Effect<Page<RemoteBatch>>.Done>().Value;
        page.Items.Select(batch => batch.Id).ShouldBe(["a", "b"]);
        page.Next.ShouldBe(next);
    }

    [Fact]
    public async Task What_is_no_list_is_not_taken_for_an_empty_one() =>
        (await Protocol.ListAsync(ScriptedChannel.Saying(200, "{}"), null, BatchBench.Cancellation)).ShouldBeOfType<Effect<Page<RemoteBatch>>.Unclear>();

    [Theory]
    [InlineData("processed", FileReadiness.Ready)]
    [InlineData("uploaded", FileReadiness.Ready)]
    [InlineData("", FileReadiness.Ready)]
    [InlineData("pending", FileReadiness.Pending)]
    [InlineData("Running", FileReadiness.Pending)]
    [InlineData("error", FileReadiness.Faulty)]
    public async Task Words_for_a_file(string word, FileReadiness expected)
    {
        var channel = ScriptedChannel.Saying(200, $$"""{"id":"f","bytes":"12","filename":"x.jsonl","created_at":1722471400,"status":"{{word}}"}""");
        var file = (await Protocol.GetFileAsync(channel, "f", BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteFile>.Done>().Value;
        file.ShouldBe(new RemoteFile("f", "x.jsonl", 12, DateTimeOffset.FromUnixTimeSeconds(1722471400), expected));
    }

    [Fact]
    public async Task An_id_with_a_slash_stays_one_part_of_the_path()
    {
        Uri? asked = null;
        var channel = ScriptedChannel.Answering((request, _) =>
        {
            asked = request.RequestUri;
            return Task.FromResult(ScriptedChannel.Answer(404, new StringContent("")));
        });
        (await Protocol.DeleteFileAsync(channel, "../batches/x?y", BatchBench.Cancellation)).ShouldBeOfType<Effect<None>.Done>();
        asked.ShouldNotBeNull().AbsoluteUri.ShouldBe("https://api.example/v1/files/..%2Fbatches%2Fx%3Fy");
    }

    private static async Task<RemoteBatch> ReadAsync(string body, params (string, string)[] headers) =>
        (await Protocol.GetAsync(ScriptedChannel.Saying(200, body, headers), "b", BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteBatch>.Done>().Value;
}
