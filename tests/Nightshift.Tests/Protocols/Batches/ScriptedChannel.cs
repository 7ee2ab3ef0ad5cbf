using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Nightshift.Protocols.Batches;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.Sending;

namespace Nightshift.Tests.Protocols.Batches;

/// <summary>A channel whose provider answers as a test says.</summary>
internal static class ScriptedChannel
{
    public static readonly Uri BaseAddress = new("https://api.example/v1");

    /// <summary>The same answer to everyone; what was sent is taken in first.</summary>
    public static BatchChannel Saying(int status, string body, params (string Name, string Value)[] headers) => Answering(async (request, cancellation) =>
    {
        if (request.Content is { } content)
            await content.CopyToAsync(Stream.Null, cancellation);
        return Answer(status, new StringContent(body, Encoding.UTF8, "application/json"), headers);
    });

    public static BatchChannel Answering(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, ManualTime? time = null, Func<string?>? readKey = null) => new(
            new HttpMessageInvoker(new ScriptedTransport(answer)), BaseAddress, readKey ?? (() => "sk-test"),
            static (headers, key) => headers.Authorization = new AuthenticationHeaderValue("Bearer", key), time ?? new ManualTime());

    public static HttpResponseMessage Answer(int status, HttpContent content, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = content };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
