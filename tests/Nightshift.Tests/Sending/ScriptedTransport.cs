using System.Net;
using System.Text;

namespace Nightshift.Tests.Sending;

/// <summary>Answers requests as a test says, in place of a network.</summary>
internal sealed class ScriptedTransport(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    /// <summary>Takes the body in, then says the same to everyone.</summary>
    public static ScriptedTransport Saying(int status, string body) => new(async (request, cancellation) =>
    {
        await request.Content!.CopyToAsync(Stream.Null, cancellation);
        return new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    });

    /// <summary>A chat completion with this text.</summary>
    public static ScriptedTransport Answering(string text) => Saying(
        200, $$"""{"choices":[{"message":{"role":"assistant","content":{{System.Text.Json.JsonSerializer.Serialize(text)}}},"finish_reason":"stop"}]}""");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        answer(request, cancellationToken);
}
