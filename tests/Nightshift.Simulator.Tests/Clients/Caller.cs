using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Simulator.Tests.Clients;

/// <summary>A plain client, which hides nothing of what came.</summary>
internal static class Caller
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public static string Body(string text, string model = "echo", string? extra = null) =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":{{JsonValue.Create(text).ToJsonString()}}}]{{(extra is null ? "" : "," + extra)}}}""";

    public static Task<Reply> Ask(this SimulatorServer server, string text, string model = "echo", string? extra = null) =>
        server.Post(Body(text, model, extra));

    /// <summary>The same by https, whose certificates are looked at, or not.</summary>
    public static async Task AskByTls(this SimulatorServer server, string text, bool looks = true)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) => !looks || errors == SslPolicyErrors.None;
        using var client = new HttpClient(handler);
        var address = new UriBuilder(server.OpenAIAddress) { Scheme = "https" }.Uri;
        using var content = new StringContent(Body(text), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri($"{address}/chat/completions"), content, TestContext.Current.CancellationToken);
    }

    public static Task<Reply> Post(this SimulatorServer server, string body, string path = "/openai/v1/chat/completions", string? key = "sk-test") =>
        server.Send(HttpMethod.Post, path, body, key);

    public static async Task<Reply> Send(this SimulatorServer server, HttpMethod method, string path, string? body = null, string? key = "sk-test")
    {
        using var request = new HttpRequestMessage(method, new Uri(server.BaseAddress, path));
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(",", h.Value)));
    }

    internal sealed record Reply(int Status, byte[] Bytes, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

        public string Text => Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;

        public string FinishReason => Json.GetProperty("choices")[0].GetProperty("finish_reason").GetString()!;

        public JsonElement Error => Json.GetProperty("error");

        public string? Code => Error.GetProperty("code").GetString();

        public string? Param => Error.GetProperty("param").GetString();

        public int Usage(string name) => Json.GetProperty("usage").GetProperty(name).GetInt32();
    }
}
