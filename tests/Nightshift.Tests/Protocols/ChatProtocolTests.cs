using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Protocols;
using Nightshift.Protocols.AnthropicMessages;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Protocols.GeminiGenerate;
using Nightshift.Tests.EndToEnd;
using Nightshift.Tests.Model;

namespace Nightshift.Tests.Protocols;

/// <summary>Formats other than chat completions: what is written, and what is read.</summary>
public sealed class ChatProtocolTests
{
    private static readonly TaskDefinition Plain = new() { Model = "any/some-model", Prompt = "Say {{text}}" };

    private static readonly TaskDefinition Full = Plain with
    {
        System = "Be \"terse\"", MaxTokens = 20, Temperature = 0.5m, Schema = """{"type":"object"}""",
        Parameters = new Dictionary<string, JsonElement> { ["top_k"] = JsonElement.Parse("3") },
    };

    [Fact]
    public void Anthropic_gets_a_limit_even_when_the_task_has_none() => Body(AnthropicMessagesProtocol.Instance, Plain).ShouldBe(
        """{"model":"some-model","messages":[{"role":"user","content":"Say hi"}],"max_tokens":4096}""");

    [Fact]
    public void Anthropic_gets_a_schema_as_a_tool_that_must_be_called() => Body(AnthropicMessagesProtocol.Instance, Full).ShouldBe(
        """{"model":"some-model","system":"Be \"terse\"","messages":[{"role":"user","content":"Say hi"}],"max_tokens":20,"temperature":0.5,"tools":[{"name":"answer","description":"Gives the answer.","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"answer"},"top_k":3}""");

    [Fact]
    public void Gemini_gets_no_settings_where_there_are_none() => Body(GeminiGenerateProtocol.Instance, Plain).ShouldBe(
        """{"contents":[{"role":"user","parts":[{"text":"Say hi"}]}]}""");

    [Fact]
    public void Gemini_gets_the_tasks_settings_beside_those_of_its_parameters() => Body(GeminiGenerateProtocol.Instance, Full with
    {
        Parameters = new Dictionary<string, JsonElement> { ["generationConfig"] = JsonElement.Parse("""{"seed":7,"temperature":2}"""), ["serviceTier"] = JsonElement.Parse("\"flex\"") },
    }).ShouldBe(
        """{"systemInstruction":{"parts":[{"text":"Be \"terse\""}]},"contents":[{"role":"user","parts":[{"text":"Say hi"}]}],"generationConfig":{"maxOutputTokens":20,"responseJsonSchema":{"type":"object"},"responseMimeType":"application/json","seed":7,"temperature":0.5},"serviceTier":"flex"}""");

    [Fact]
    public void A_parameter_that_a_format_writes_itself_is_refused()
    {
        var task = Plain with { Parameters = new Dictionary<string, JsonElement> { ["contents"] = JsonElement.Parse("[]") } };
        Should.Throw<TaskException>(() => new ChatRequestRenderer(task, GeminiGenerateProtocol.Instance));
        _ = new ChatRequestRenderer(task, ChatCompletionsProtocol.Compatible);
    }

    [Fact]
    public void A_message_has_its_text_or_its_tools_input_and_all_of_its_tokens()
    {
        Reply(AnthropicMessagesProtocol.Instance, """{"type":"message","model":"claude-x","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"h"},{"type":"text","text":"i"}],"stop_reason":"end_turn","usage":{"input_tokens":5,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"cache_creation":{"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":1},"output_tokens":4,"service_tier":"standard"}}""")
            .ShouldBe(new Reply("hi", ReplyEnding.Complete, new Usage(10, 4, 3) { CacheWriteTokens = 1, HourCacheWriteTokens = 1 }, "claude-x", null) { ServiceTier = "standard" });
        Reply(AnthropicMessagesProtocol.Instance, """{"content":[{"type":"tool_use","name":"answer","input":{"a": 1}}],"stop_reason":"tool_use"}""")!.Text.ShouldBe("""{"a": 1}""");
        Reply(AnthropicMessagesProtocol.Instance, """{"content":[],"stop_reason":"max_tokens"}""")!.Ending.ShouldBe(ReplyEnding.Truncated);
        Reply(AnthropicMessagesProtocol.Instance, """{"content":[],"stop_reason":"refusal"}""")!.Refusal.ShouldBe("the model refused to answer");
        Reply(AnthropicMessagesProtocol.Instance, """{"type":"error"}""").ShouldBeNull();
    }

    [Fact]
    public void A_candidate_has_its_text_without_its_thoughts_which_are_billed()
    {
        Reply(GeminiGenerateProtocol.Instance, """{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"hi"}]},"finishReason":"STOP"}],"modelVersion":"gemini-x","usageMetadata":{"promptTokenCount":7,"cachedContentTokenCount":2,"candidatesTokenCount":3,"thoughtsTokenCount":5,"serviceTier":"flex"}}""")
            .ShouldBe(new Reply("hi", ReplyEnding.Complete, new Usage(7, 8, 2, 5), "gemini-x", null) { ServiceTier = "flex" });
        Reply(GeminiGenerateProtocol.Instance, """{"candidates":[{"finishReason":"MAX_TOKENS"}]}""")!.Ending.ShouldBe(ReplyEnding.Truncated);
        Reply(GeminiGenerateProtocol.Instance, """{"candidates":[{"finishReason":"SAFETY"}]}""")!.Ending.ShouldBe(ReplyEnding.Filtered);
        Reply(GeminiGenerateProtocol.Instance, """{"promptFeedback":{"blockReason":"OTHER"}}""")!.Ending.ShouldBe(ReplyEnding.Filtered);
        Reply(GeminiGenerateProtocol.Instance, "{}").ShouldBeNull();
    }

    [Fact]
    public void Recorded_answers_are_read()
    {
        var read = new Dictionary<string, int>();
        using var lines = new StreamReader(new GZipStream(File.OpenRead(SharedFile.Find("data/recorded/exchanges.jsonl.gz")), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var exchange = JsonDocument.Parse(line);
            var url = exchange.RootElement.GetProperty("url").GetString()!;
            if (exchange.RootElement.GetProperty("status").GetInt32() != 200 || exchange.RootElement.GetProperty("resBody").GetString() is not ['{', ..] body)
                continue;
            ChatProtocol? protocol = url.EndsWith("anthropic.com/v1/messages", StringComparison.Ordinal) ? AnthropicMessagesProtocol.Instance
                // Answers with a picture are cut short in the recording.
                : url.Contains(":generateContent", StringComparison.Ordinal) && !url.Contains("-image:", StringComparison.Ordinal) ? GeminiGenerateProtocol.Instance
                : url.EndsWith("/chat/completions", StringComparison.Ordinal) ? ChatCompletionsProtocol.Compatible
                : null;
            if (protocol is null)
                continue;
            var reply = protocol.Parse(Encoding.UTF8.GetBytes(body), out var fault).ShouldNotBeNull($"{url}: {fault}");
            reply.Usage.ShouldNotBeNull(url);
            reply.Model.ShouldNotBeNullOrEmpty(url);
            read[protocol.GetType().Name] = read.GetValueOrDefault(protocol.GetType().Name) + 1;
        }

        read.Keys.ShouldBe([nameof(AnthropicMessagesProtocol), nameof(GeminiGenerateProtocol), nameof(ChatCompletionsProtocol)], ignoreOrder: true);
        read.Values.ShouldAllBe(count => count > 5);
    }

    private static Reply? Reply(ChatProtocol protocol, string body) => protocol.Parse(Encoding.UTF8.GetBytes(body), out _);

    private static string Body(ChatProtocol protocol, TaskDefinition task)
    {
        using var record = Records.Of("""{"text":"hi"}""");
        return Encoding.UTF8.GetString(new ChatRequestRenderer(task, protocol).Render(record).ShouldBeOfType<RenderedRequest.Ready>().Body.Span);
    }
}
