using Nightshift.Protocols.Batches;
using Nightshift.Tests.Sending;

namespace Nightshift.Tests.Protocols.Batches;

/// <summary>The way to a provider that says the same to everyone.</summary>
internal static class SayingChannel
{
    public static BatchChannel Of(string body) => Of(() => new HttpResponseMessage { Content = new StringContent(body) }, []);

    /// <summary>One that also keeps what it was asked.</summary>
    public static BatchChannel Of(Func<HttpResponseMessage> answer, List<HttpRequestMessage> asked) => new(
        new HttpMessageInvoker(new ScriptedTransport((request, _) =>
        {
            asked.Add(request);
            return Task.FromResult(answer());
        })),
        new Uri("https://provider.test/v1"), () => "sk-1", (headers, key) => headers.Add("authorization", key), TimeProvider.System);

    /// <summary>What a look at a batch makes of an answer.</summary>
    public static async Task<RemoteBatch> LookAsync(this BatchProtocol protocol, string answer) =>
        (await protocol.GetAsync(Of(answer), "x", BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteBatch>.Done>(answer).Value;

    /// <summary>What is made of a line.</summary>
    public static BatchLine Line(this BatchProtocol protocol, string line) => protocol.ReadLine(System.Text.Encoding.UTF8.GetBytes(line));
}
