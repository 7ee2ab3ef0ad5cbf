using System.Security.Cryptography;
using System.Text;
using Nightshift.Simulator.Tests.Clients;

namespace Nightshift.Simulator.Tests.ChatCompletions;

public sealed class AnswerTests
{
    private const string LabelPrompt = "Sort this ticket into one of: billing, delivery, \"other\".";

    [Theory]
    [InlineData("hello")]
    [InlineData("Zażółć 🦆 日本語 \"quotes\"\nand\tmore \u2028 \0")]
    public async Task Echo_answers_with_the_last_user_text(string text)
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var reply = await server.Ask(text);
        reply.Status.ShouldBe(200);
        reply.Text.ShouldBe(text);
        reply.FinishReason.ShouldBe("stop");
        reply.Headers["content-type"].ShouldBe("application/json");
        reply.Json.GetProperty("object").GetString().ShouldBe("chat.completion");
        reply.Json.GetProperty("model").GetString().ShouldBe("echo");
    }

    [Fact]
    public async Task Any_other_model_is_an_echo()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        (await server.Ask("hello", "gpt-5.4-mini")).Text.ShouldBe("hello");
    }

    [Fact]
    public async Task Parts_of_a_content_are_one_text_and_earlier_turns_are_not_the_prompt()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var reply = await server.Post(
            """
            {"model":"echo","messages":[{"role":"system","content":"s"},{"role":"user","content":"first"},{"role":"assistant","content":null},
            {"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:,"}},{"type":"text","text":"b"}]}]}
            """);
        reply.Text.ShouldBe("ab");
    }

    [Fact]
    public async Task The_hash_of_the_prompt_comes_in_a_header_and_on_request_in_the_answer()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("grüße")));
        (await server.Ask("grüße")).Headers["x-prompt-sha256"].ShouldBe(hash);
        (await server.Ask("grüße", "echo+sha")).Text.ShouldBe($"grüße sha256:{hash}");
        (await server.Ask(LabelPrompt, "label+sha")).Text.ShouldMatch("^(billing|delivery|other) sha256:[0-9a-f]{64}$");
    }

    [Fact]
    public async Task Label_gives_the_same_label_to_the_same_text_and_different_ones_to_different_texts()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var labels = new List<string>();
        for (var i = 0; i < 40; i++)
            labels.Add((await server.Ask($"{LabelPrompt}\nTicket {i}", "label")).Text);
        labels.Distinct().Order().ShouldBe(["billing", "delivery", "other"]);
        (await server.Ask($"{LabelPrompt}\nTicket 7", "label")).Text.ShouldBe(labels[7]);
    }

    [Fact]
    public async Task Label_takes_its_labels_from_the_instructions_too()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var reply = await server.Post(
            """{"model":"label","messages":[{"role":"system","content":"Answer with one of:\n- red\n- green\n"},{"role":"user","content":"one of my shoes is torn"}]}""");
        reply.Text.ShouldBeOneOf("red", "green");
    }

    [Fact]
    public async Task Label_and_json_follow_a_schema()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        const string Format = "\"response_format\":" + """{"type":"json_schema","json_schema":{"name":"t","strict":true,"schema":{"type":"object","properties":{"label":{"type":"string","enum":["a","b"]},"prompt_sha256":{"type":"string"}},"required":["label"],"additionalProperties":false}}}""";
        foreach (var model in new[] { "label", "json", "json+sha" })
        {
            var reply = await server.Ask("hello", model, Format);
            reply.Text.ShouldMatch("^\\{\"label\":\"[ab]\",\"prompt_sha256\":\"" + reply.Headers["x-prompt-sha256"] + "\"\\}$");
        }
    }

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("max_completion_tokens")]
    public async Task An_answer_is_cut_at_the_tokens_allowed_and_between_characters(string parameter)
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var reply = await server.Ask("🦆🦆🦆é🦆", extra: $"\"{parameter}\":2");
        reply.Text.ShouldBe("🦆🦆");
        reply.FinishReason.ShouldBe("length");
        reply.Usage("completion_tokens").ShouldBe(2);
        (await server.Ask("abcdefgh", extra: $"\"{parameter}\":2")).FinishReason.ShouldBe("stop");
    }

    [Fact]
    public async Task Usage_counts_four_bytes_as_a_token_and_adds_up()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var reply = await server.Ask("123456789");
        reply.Usage("prompt_tokens").ShouldBe(3 + 4 + 3);
        reply.Usage("completion_tokens").ShouldBe(3);
        reply.Usage("total_tokens").ShouldBe(13);
    }

    [Fact]
    public async Task Text_goes_out_as_UTF8_and_not_escaped()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        Encoding.UTF8.GetString((await server.Ask("Zażółć <b>日本語</b>")).Bytes).ShouldContain("\"Zażółć <b>日本語</b>\"");
    }

    [Fact]
    public async Task Several_choices_are_given_and_billed()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var reply = await server.Ask("1234", extra: "\"n\":3");
        reply.Json.GetProperty("choices").GetArrayLength().ShouldBe(3);
        reply.Usage("completion_tokens").ShouldBe(3);
    }

    [Fact]
    public async Task A_prompt_of_five_megabytes_comes_back_whole()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var text = new string('x', 5_000_000);
        (await server.Ask(text)).Text.ShouldBe(text);
    }
}
