using System.Text;
using System.Text.Json;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;

namespace Nightshift.Simulator.Tests.ChatCompletions;

public sealed class StreamTests
{
    private const string Text = "A longer answer, so that it comes in several pieces: 🦆🦆🦆🦆🦆🦆🦆🦆🦆 and done.";
    private const string Stream = "\"stream\":true,\"stream_options\":{\"include_usage\":true}";

    [Fact]
    public async Task A_stream_opens_with_the_role_carries_the_text_and_ends_with_reason_usage_and_done()
    {
        var (raw, events) = await Read();
        raw.Headers["content-type"].ShouldStartWith("text/event-stream");
        events[^1].ShouldBe("[DONE]");
        var chunks = events[..^1].Select(e => JsonDocument.Parse(e).RootElement).ToList();
        chunks[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString().ShouldBe("assistant");
        TextOf(events).ShouldBe(Text);
        chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        chunks[^1].GetProperty("choices").GetArrayLength().ShouldBe(0);
        chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe((Encoding.UTF8.GetByteCount(Text) + 3) / 4);
    }

    [Fact]
    public async Task Usage_is_left_out_of_a_stream_that_does_not_ask_for_it()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        Encoding.UTF8.GetString((await server.Ask(Text, extra: "\"stream\":true")).Bytes).ShouldNotContain("usage");
    }

    [Fact]
    public async Task Split_sends_every_byte_apart()
    {
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse("sse-split")] });
        var wire = await Wire.Exchange(server, Caller.Body("hi", extra: "\"stream\":true"));
        wire.BodyText.ShouldStartWith("1\r\nd\r\n1\r\na\r\n1\r\nt\r\n");
    }

    [Fact]
    public async Task No_done_leaves_out_only_the_last_event()
    {
        var (_, events) = await Read("sse-no-done");
        events.ShouldNotContain("[DONE]");
        TextOf(events).ShouldBe(Text);
    }

    [Fact]
    public async Task Error_breaks_the_answer_off_with_an_error_event()
    {
        var (_, events) = await Read("sse-error");
        JsonDocument.Parse(events[^1]).RootElement.GetProperty("error").GetProperty("type").GetString().ShouldBe("server_error");
        TextOf(events[..^1]).ShouldBe(Text[..TextOf(events[..^1]).Length]);
        TextOf(events[..^1]).Length.ShouldBeLessThan(Text.Length);
    }

    [Fact]
    public async Task Cut_ends_without_reason_and_done()
    {
        var (raw, events) = await Read("sse-cut");
        events.ShouldNotContain("[DONE]");
        Encoding.UTF8.GetString(raw.Bytes).ShouldNotContain("\"finish_reason\":\"stop\"");
    }

    [Fact]
    public async Task Line_ends_comments_and_many_lines_combine_and_change_nothing_in_the_answer()
    {
        var (raw, events) = await Read("sse-crlf", "sse-comments", "sse-multi-line", "sse-bom");
        var text = Encoding.UTF8.GetString(raw.Bytes);
        text.ShouldStartWith("\ufeff: keep-alive\r\ndata: {\r\n");
        text.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain('\n');
        TextOf(events).ShouldBe(Text);
    }

    [Fact]
    public async Task Lines_may_end_with_CR_alone()
    {
        var (raw, events) = await Read("sse-cr");
        Encoding.UTF8.GetString(raw.Bytes).ShouldNotContain('\n');
        TextOf(events).ShouldBe(Text);
    }

    private static async Task<(Caller.Reply Raw, List<string> Events)> Read(params string[] faults)
    {
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [.. faults.Select(FaultRule.Parse)] });
        var reply = await server.Ask(Text, extra: Stream);
        server.Ledger.Totals.Faults.Keys.Order().ShouldBe(faults.Order());
        var blocks = Encoding.UTF8.GetString(reply.Bytes).ReplaceLineEndings("\n").TrimStart('\ufeff').Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        return (reply, [.. blocks.Select(block => string.Join('\n', block.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..])))]);
    }

    private static string TextOf(IEnumerable<string> events) => string.Concat(events
        .Where(e => e != "[DONE]")
        .SelectMany(e => JsonDocument.Parse(e).RootElement.GetProperty("choices").EnumerateArray())
        .Select(c => c.GetProperty("delta").TryGetProperty("content", out var piece) ? piece.GetString() : ""));
}
