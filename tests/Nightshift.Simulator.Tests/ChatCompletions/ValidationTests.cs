using Nightshift.Simulator.Tests.Clients;

namespace Nightshift.Simulator.Tests.ChatCompletions;

public sealed class ValidationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"model":"echo","messages":[{"role":"user","content":"\ud800"}]}""")]
    [InlineData("""{"model":"json","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"enum":["\ud800"]}}}}""")]
    public async Task A_body_that_is_no_JSON_object_is_refused(string body)
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var reply = await server.Post(body);
        reply.Status.ShouldBe(400);
        reply.Error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        reply.Error.GetProperty("message").GetString()!.ShouldContain("could not parse the JSON body");
    }

    [Fact]
    public async Task JSON_of_any_depth_is_refused_and_harms_nothing()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        (await server.Post(new string('[', 100_000))).Status.ShouldBe(400);
        (await server.Ask("still there")).Text.ShouldBe("still there");
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", null, null)]
    [InlineData("""{"model":7,"messages":[{"role":"user","content":"x"}]}""", "model", "invalid_type")]
    [InlineData("""{"model":"m"}""", "messages", "missing_required_parameter")]
    [InlineData("""{"model":"m","messages":"x"}""", "messages", "invalid_type")]
    [InlineData("""{"model":"m","messages":[]}""", "messages", "empty_array")]
    [InlineData("""{"model":"m","messages":["x"]}""", "messages[0]", "invalid_type")]
    [InlineData("""{"model":"m","messages":[{"content":"x"}]}""", "messages[0].role", "missing_required_parameter")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"},{"role":"boss","content":"x"}]}""", "messages[1].role", "invalid_value")]
    [InlineData("""{"model":"m","messages":[{"role":"user"}]}""", "messages[0].content", "missing_required_parameter")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":null}]}""", "messages[0].content", "invalid_type")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":5}]}""", "messages[0].content", "invalid_type")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]}""", "messages[0].content[].text", "missing_required_parameter")]
    public async Task A_faulty_request_is_refused_with_its_parameter_and_code(string body, string? param, string? code)
    {
        await using var server = await SimulatorServer.StartAsync(new());
        ShouldRefuse(await server.Post(body), param, code);
    }

    [Theory]
    [InlineData("\"max_tokens\":0", "max_tokens", "integer_below_min_value")]
    [InlineData("\"max_tokens\":1.5", "max_tokens", "invalid_type")]
    [InlineData("\"max_completion_tokens\":\"9\"", "max_completion_tokens", "invalid_type")]
    [InlineData("\"temperature\":2.1", "temperature", "decimal_above_max_value")]
    [InlineData("\"temperature\":-0.1", "temperature", "decimal_below_min_value")]
    [InlineData("\"temperature\":\"hot\"", "temperature", "invalid_type")]
    [InlineData("\"top_p\":1.1", "top_p", "decimal_above_max_value")]
    [InlineData("\"n\":129", "n", "integer_above_max_value")]
    [InlineData("\"stream\":1", "stream", "invalid_type")]
    [InlineData("\"stream_options\":{\"include_usage\":true}", "stream_options", "invalid_value")]
    [InlineData("\"response_format\":\"json\"", "response_format", "invalid_type")]
    [InlineData("\"response_format\":{\"type\":\"xml\"}", "response_format.type", "invalid_value")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\"}", "response_format.json_schema", "missing_required_parameter")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\"}}", "response_format.json_schema.schema", "missing_required_parameter")]
    public async Task A_faulty_parameter_is_refused_with_its_name_and_code(string parameter, string param, string code)
    {
        await using var server = await SimulatorServer.StartAsync(new());
        ShouldRefuse(await server.Ask("x", extra: parameter), param, code);
    }

    [Theory]
    [InlineData("\"temperature\":null,\"max_tokens\":null,\"response_format\":null")]
    [InlineData("\"temperature\":0,\"top_k\":40,\"enable_thinking\":false")]
    public async Task Nulls_and_unknown_parameters_pass(string parameters)
    {
        await using var server = await SimulatorServer.StartAsync(new());
        (await server.Ask("x", extra: parameters)).Status.ShouldBe(200);
    }

    private static void ShouldRefuse(Caller.Reply reply, string? param, string? code)
    {
        reply.Status.ShouldBe(400);
        reply.Error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        (reply.Param, reply.Code).ShouldBe((param, code));
    }
}
