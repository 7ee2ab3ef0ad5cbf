using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Nightshift.Simulator.Tests.Clients;

/// <summary>Files and batches over plain HTTP, as OpenAI has them.</summary>
internal static class BatchCaller
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public static string Rows(int count, string model = "echo") => string.Concat(Enumerable.Range(0, count).Select(i => Row($"r-{i}", $"prompt {i}", model)));

    public static string Row(string id, string text, string model = "echo") =>
        $$"""{"custom_id":"{{id}}","method":"POST","url":"/v1/chat/completions","body":""" + Caller.Body(text, model) + "}\n";

    public static async Task<Caller.Reply> Upload(this SimulatorServer server, string content, string address = "/openai/v1", string name = "in.jsonl", string purpose = "batch", params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(purpose), "purpose");
        foreach (var field in fields)
            form.Add(new StringContent(field.Value), field.Name);
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", name);
        return await server.Send(HttpMethod.Post, address + "/files", form);
    }

    public static async Task<Caller.Reply> Send(this SimulatorServer server, HttpMethod method, string path, HttpContent? content, string key = "sk-test", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(server.BaseAddress, path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(",", h.Value)));
    }

    public static Task<Caller.Reply> Get(this SimulatorServer server, string path, string key = "sk-test") => server.Send(HttpMethod.Get, path, body: null, key);

    /// <summary>Uploads rows and makes a batch of them; gives its id.</summary>
    public static async Task<string> Batch(this SimulatorServer server, string rows, string address = "/openai/v1", string endpoint = "/v1/chat/completions")
    {
        var file = (await server.Upload(rows, address)).Json.GetProperty("id").GetString();
        return (await server.Create(file!, address, endpoint)).Json.GetProperty("id").GetString()!;
    }

    public static Task<Caller.Reply> Create(this SimulatorServer server, string file, string address = "/openai/v1", string endpoint = "/v1/chat/completions", string window = "24h") =>
        server.Post($$"""{"input_file_id":"{{file}}","endpoint":"{{endpoint}}","completion_window":"{{window}}","metadata":{"job":"j"} }""", address + "/batches");

    public static async Task<JsonElement> Poll(this SimulatorServer server, string id, string address = "/openai/v1") => (await server.Get($"{address}/batches/{id}")).Json;

    /// <summary>The lines of a result file; none for a file that is not there.</summary>
    public static async Task<List<JsonElement>> Lines(this SimulatorServer server, JsonElement batch, string member, string address = "/openai/v1") =>
        batch.GetProperty(member).GetString() is { Length: > 0 } id ? Lines((await server.Get($"{address}/files/{id}/content")).Bytes) : [];

    public static List<JsonElement> Lines(byte[] bytes) =>
        [.. Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public static string Id(this JsonElement line) => line.GetProperty("custom_id").GetString()!;

    public static string Status(this JsonElement batch) => batch.GetProperty("status").GetString()!;

    public static (int Total, int Completed, int Failed) Counts(this JsonElement batch)
    {
        var counts = batch.GetProperty("request_counts");
        return (counts.GetProperty("total").GetInt32(), counts.GetProperty("completed").GetInt32(), counts.GetProperty("failed").GetInt32());
    }
}
