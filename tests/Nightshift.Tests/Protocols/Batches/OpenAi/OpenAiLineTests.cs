using System.Buffers;
using System.Text;
using Nightshift.Protocols;
using Nightshift.Protocols.Batches;
using Nightshift.Providers;

namespace Nightshift.Tests.Protocols.Batches.OpenAi;

/// <summary>Lines of requests and of results, in the forms that are known.</summary>
public sealed class OpenAiLineTests
{
    private static readonly BatchProtocol Protocol = Nightshift.Providers.OpenAi.Provider.Batch!.Protocol;

    [Fact]
    public void A_request_is_one_line_whatever_its_body_looks_like()
    {
        var line = new ArrayBufferWriter<byte>();
        Protocol.WriteLine(line, "s-1", "{\r\n \"model\": \"m\",\n \"x\": \"a\\nb\"\n}"u8);
        Encoding.UTF8.GetString(line.WrittenSpan).ShouldBe(
            """{"custom_id":"s-1","method":"POST","url":"/v1/chat/completions","body":{   "model": "m",  "x": "a\nb" }}""");
    }

    [Fact]
    public void Zhipus_requests_name_its_own_path()
    {
        var line = new ArrayBufferWriter<byte>();
        Zhipu.Provider.Batch!.Protocol.WriteLine(line, "s-1", "{}"u8);
        Encoding.UTF8.GetString(line.WrittenSpan).ShouldBe("""{"custom_id":"s-1","method":"POST","url":"/v4/chat/completions","body":{}}""");
    }

    [Theory]
    [InlineData("""{"id":"batch_req_1","custom_id":"a","response":{"status_code":200,"request_id":"r","body":{"x":1}},"error":null}""", 200, """{"x":1}""", "r")]
    [InlineData("""{"custom_id":"a","response":{"body":{"x":1},"request_id":"g","status_code":200},"error":null}""", 200, """{"x":1}""", "g")]
    [InlineData("""{"custom_id":"a","response":{"body":{"x":1}},"error":""}""", 200, """{"x":1}""", null)]
    [InlineData("""{"custom_id":"a","response":{"status_code":"200","body":{"x":1}},"error":{}}""", 200, """{"x":1}""", null)]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":null}}""", 200, "null", null)]
    [InlineData("""{"custom_id":"a","response":{"status_code":200}}""", 200, "", null)]
    public void An_answer(string line, int status, string body, string? requestId) => Answered(line).ShouldBe((status, body, requestId));

    [Theory]
    // An HTTP error within the body, beside a null error.
    [InlineData("""{"custom_id":"a","response":{"status_code":400,"request_id":"r","body":{"error":{"message":"m","code":"context_length_exceeded"}}},"error":null}""", 400)]
    [InlineData("""{"custom_id":"a","response":{"body":{"error":{"message":"m"}}}}""", 500)]
    // vLLM: the error beside a response without a body, with or without a status.
    [InlineData("""{"id":"vllm-1","custom_id":"a","response":{"status_code":400,"request_id":"vllm-2","body":null},"error":{"object":"error","message":"m","type":"BadRequestError","param":null,"code":400}}""", 400)]
    [InlineData("""{"id":"vllm-1","custom_id":"a","response":null,"error":{"object":"error","message":"m","type":"NotFoundError","param":null,"code":404}}""", 404)]
    [InlineData("""{"custom_id":"a","error":{"message":"m","type":"invalid_request_error","code":null}}""", 400)]
    [InlineData("""{"custom_id":"a","response":{"status_code":200},"error":{"message":"m","code":"rate_limit_exceeded"}}""", 429)]
    public void An_error_keeps_its_status_and_its_sentence(string line, int status)
    {
        var answered = Read(line).ShouldBeOfType<BatchLine.Answered>();
        answered.Status.ShouldBe(status);
        ProviderError.Parse(answered.Body, status).Message.ShouldBe("m");
    }

    [Theory]
    [InlineData("""{"id":"x","custom_id":"a","response":null,"error":{"code":"batch_expired","message":"m"}}""", NotDoneCause.Expired)]
    [InlineData("""{"custom_id":"a","error":{"code":"batch_cancelled","message":"m"}}""", NotDoneCause.Cancelled)]
    [InlineData("""{"custom_id":"a","response":null,"error":{"code":"request_timeout","message":"m"}}""", NotDoneCause.Failed)]
    [InlineData("""{"custom_id":"a","response":null,"error":{"code":"who_knows","message":"m"}}""", NotDoneCause.Failed)]
    [InlineData("""{"custom_id":"a","response":null,"error":"m"}""", NotDoneCause.Failed)]
    public void What_was_not_done_says_why(string line, NotDoneCause expected) => Read(line).ShouldBe(new BatchLine.NotDone("a", expected, "m"));

    [Theory]
    [InlineData("""{"custom_id":"a"}""")]
    [InlineData("""{"custom_id":"","response":{"status_code":200,"body":{}}}""")]
    [InlineData("""{"response":{"status_code":200,"body":{}}}""")]
    [InlineData("""{"custom_id":"a","response":"x","error":null}""")]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{}}}{"custom_id":"b"}""")]
    public void What_is_neither_is_malformed(string line) => Read(line).ShouldBeOfType<BatchLine.Malformed>();

    [Fact]
    public void A_byte_order_mark_and_a_carriage_return_do_not_matter() =>
        Read("\uFEFF{\"custom_id\":\"a\",\"response\":{\"status_code\":200,\"body\":{}}}\r").ShouldBeOfType<BatchLine.Answered>();

    [Theory]
    [InlineData("""{"batch_request_id":"a","batch_result":{"error":{"code":429,"message":"m"}}}""", 429)]
    [InlineData("""{"batch_request_id":"a","error":{"code":400,"message":"m"},"error_message":"m"}""", 400)]
    public void XAis_errors_stand_in_either_place(string line, int status)
    {
        var answered = XAi.Provider.Batch!.Protocol.ReadLine(Encoding.UTF8.GetBytes(line)).ShouldBeOfType<BatchLine.Answered>();
        (answered.CustomId, answered.Status, ProviderError.Parse(answered.Body, status).Message).ShouldBe(("a", status, "m"));
    }

    [Fact]
    public void XAis_error_of_words_alone_was_not_done() =>
        XAi.Provider.Batch!.Protocol.ReadLine("""{"batch_request_id":"a","error_message":"m"}"""u8.ToArray()).ShouldBe(new BatchLine.NotDone("a", NotDoneCause.Failed, "m"));

    private static BatchLine Read(string line) => Protocol.ReadLine(Encoding.UTF8.GetBytes(line));

    private static (int, string, string?) Answered(string line)
    {
        var answered = Read(line).ShouldBeOfType<BatchLine.Answered>();
        answered.CustomId.ShouldBe("a");
        return (answered.Status, Encoding.UTF8.GetString(answered.Body.Span), answered.RequestId);
    }
}
