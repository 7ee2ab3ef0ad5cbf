using System.Net;
using System.Text;
using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Tests.Simulation;

/// <summary>The provider's responses.</summary>
internal static class SimReplies
{
    /// <summary>The response to a call that is executed, which bills it.</summary>
    public static HttpResponseMessage Execute(SimCall call)
    {
        if (SimPrompt.KindOf(call.Prompt) == "forbidden")
            return Error(HttpStatusCode.BadRequest, "content_filter", "the prompt was flagged");
        if (SimPrompt.KindOf(call.Prompt) == "oversized")
            return Error(HttpStatusCode.BadRequest, "context_length_exceeded", "the prompt is too long");
        var wanted = SimPrompt.OutputTokens(call.Prompt);
        var cut = wanted > call.MaxTokens;
        call.Billed = new Usage(call.Prompt.Length, Math.Min(wanted, call.MaxTokens));
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = call.Key,
            model = "gpt-5.4-mini",
            choices = new[] { new { finish_reason = Ending(call, cut), message = Message(call, cut) } },
            usage = new { prompt_tokens = call.Billed.Value.InputTokens, completion_tokens = call.Billed.Value.OutputTokens },
        });
        return Response(HttpStatusCode.OK, body);
    }

    public static HttpResponseMessage Error(HttpStatusCode status, string code, string message) =>
        Response(status, JsonSerializer.SerializeToUtf8Bytes(new { error = new { code, message } }));

    public static HttpResponseMessage Garbage() => Response(HttpStatusCode.OK, Encoding.UTF8.GetBytes("<html>a proxy's page</html>"));

    /// <summary>The same response with a body that does not come as it should.</summary>
    public static HttpResponseMessage Through(HttpResponseMessage response, Func<byte[], Stream> way)
    {
        var bytes = SimProcess.Block(async () => await response.Content.ReadAsByteArrayAsync());
        response.Content = new StreamContent(way(bytes));
        return response;
    }

    private static string Ending(SimCall call, bool cut) =>
        cut ? "length" : SimPrompt.KindOf(call.Prompt) == "filtered" ? "content_filter" : "stop";

    private static object Message(SimCall call, bool cut) => SimPrompt.KindOf(call.Prompt) == "refused" && !cut
        ? new { content = "", refusal = "I will not." }
        : new { content = cut ? "sha" : SimPrompt.Answer(call.Prompt) };

    private static HttpResponseMessage Response(HttpStatusCode status, byte[] body) => new(status) { Content = new ByteArrayContent(body) };
}
