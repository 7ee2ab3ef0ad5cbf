using System.Text;
using System.Text.Json;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Tests.Model;

namespace Nightshift.Tests.Planning;

public sealed class ChatRequestRendererTests
{
    private static readonly TaskDefinition Plain = new() { Model = "openai/gpt-5.4-mini", Prompt = "Say {{text}}" };

    [Fact]
    public void A_plain_task_makes_a_plain_body() =>
        Body(Plain, """{"text":"é <\"1\"> 😀\n"}""").ShouldBe("""{"model":"gpt-5.4-mini","messages":[{"role":"user","content":"Say é <\"1\"> \uD83D\uDE00\n"}]}""");

    [Fact]
    public void All_members_stand_in_a_fixed_order()
    {
        var task = Plain with
        {
            System = "You are {{name}}.", MaxTokens = 20, Temperature = 0.5m, Schema = " {\"type\":\"object\"} ",
            Parameters = new Dictionary<string, JsonElement> { ["top_p"] = JsonElement.Parse("0.9"), ["seed"] = JsonElement.Parse("7") },
        };
        var body = Body(task, """{"text":"x","name":"Ann"}""");
        body.ShouldBe(
            """{"model":"gpt-5.4-mini","messages":[{"role":"system","content":"You are Ann."},{"role":"user","content":"Say x"}],"max_completion_tokens":20,"temperature":0.5,"response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{"type":"object"}}},"seed":7,"top_p":0.9}""");
        JsonDocument.Parse(body).Dispose();
        ChatRequestRules.Check(Encoding.UTF8.GetBytes(body)).ShouldBeNull();
    }

    [Theory]
    [InlineData(MaxTokensMember.MaxTokens, null, "\"max_tokens\":20}")]
    [InlineData(MaxTokensMember.MaxTokens, 40, "\"max_tokens\":40}")]
    [InlineData(MaxTokensMember.MaxCompletionTokens, 40, "\"max_completion_tokens\":40}")]
    public void The_limit_goes_by_the_providers_name_and_can_be_raised(MaxTokensMember name, int? raised, string end) =>
        Body(Plain with { MaxTokens = 20 }, """{"text":"x"}""", name, raised).ShouldEndWith(end);

    [Theory]
    [InlineData(null, "Answer with exactly one of these labels and nothing else:\\n- card lost\\n- other")]
    [InlineData("Sort {{text}}.\n", "Sort x.\\n\\nAnswer with exactly one of these labels and nothing else:\\n- card lost\\n- other")]
    public void Labels_are_a_paragraph_of_the_system_text(string? system, string content) =>
        Body(Plain with { System = system, OneOf = ["card lost", "other"] }, """{"text":"x"}""").ShouldContain($$"""{"role":"system","content":"{{content}}"}""");

    [Theory]
    [InlineData("""{"a":1}""", "has no column 'text' (it has: a)")]
    [InlineData("""{"text":" \n"}""", "makes an empty prompt")]
    public void A_bad_row_says_why(string json, string sentence)
    {
        using var record = Records.Of(json);
        new ChatRequestRenderer(Plain with { Prompt = "{{text}}" }, ChatCompletionsProtocol.Compatible).Render(record)
            .ShouldBe(new RenderedRequest.Faulty(sentence));
    }

    [Fact]
    public void A_system_text_can_be_at_fault_too()
    {
        using var record = Records.Of("""{"text":1}""");
        var renderer = new ChatRequestRenderer(Plain with { System = "{{who}}" }, ChatCompletionsProtocol.Compatible);
        renderer.Render(record).ShouldBe(new RenderedRequest.Faulty("has no column 'who' (it has: text)"));
        renderer.Columns.ShouldBe(["text", "who"]);
        Should.Throw<TaskException>(() => renderer.Check(["text"])).Message.ShouldContain("the system uses column 'who'");
    }

    [Theory]
    [InlineData("model", "write 'model:' at the top of the task")]
    [InlineData("messages", "parameters sets 'messages'")]
    [InlineData("stream", "parameters sets 'stream'")]
    public void Parameters_cannot_take_over_a_member_of_ours(string name, string said) => Should.Throw<TaskException>(() => new ChatRequestRenderer(
        Plain with { Parameters = new Dictionary<string, JsonElement> { [name] = JsonElement.Parse("1") } }, ChatCompletionsProtocol.Compatible)).Message.ShouldContain(said);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Any_text_arrives_as_it_was(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => RandomRune(random)));
            var body = Body(Plain, JsonSerializer.Serialize(new { text }));
            using var document = JsonDocument.Parse(body);
            document.RootElement.GetProperty("messages")[0].GetProperty("content").GetString().ShouldBe($"Say {text}", $"seed {seed}");
        }
    }

    [Fact]
    public void Equal_requests_have_equal_hashes_and_the_destination_counts()
    {
        byte[] body = [1, 2, 3];
        var hash = RequestHasher.Hash("openai/chat", body);
        RequestHasher.Hash("openai/chat", [1, 2, 3]).ShouldBe(hash);
        RequestHasher.Hash("openai/chat", [1, 2, 4]).ShouldNotBe(hash);
        RequestHasher.Hash("openai/cha", [(byte)'t', 1, 2, 3]).ShouldNotBe(hash);
    }

    private static string RandomRune(Random random)
    {
        while (true)
        {
            var number = random.Next(3) == 0 ? random.Next(0x110000) : random.Next(0x100);
            if (Rune.IsValid(number))
                return new Rune(number).ToString();
        }
    }

    private static string Body(TaskDefinition task, string json, MaxTokensMember name = MaxTokensMember.MaxCompletionTokens, int? raised = null)
    {
        using var record = Records.Of(json);
        var ready = new ChatRequestRenderer(task, new ChatCompletionsProtocol(name)).Render(record, raised).ShouldBeOfType<RenderedRequest.Ready>();
        return Encoding.UTF8.GetString(ready.Body.Span);
    }
}
