using System.Text;
using System.Text.Json;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Clients;

/// <summary>Takes three rows from upload to results as a client does that bears everything and repeats nothing but polls; gives the number of good answers that it read.</summary>
internal static class Driver
{
    private const int Rows = 3;

    public static async Task<int> OpenAI(SimulatorServer server, ManualTime time)
    {
        var file = Id(await Try(() => server.Upload(BatchCaller.Rows(Rows))), "id");
        var created = await Try(() => server.Create(file));
        if (created is { Status: 404 })
        {
            // The file is not ready yet.
            time.Advance(TimeSpan.FromSeconds(5));
            created = await Try(() => server.Create(file));
        }

        var batch = Id(created, "id");
        await Try(() => server.Get("/openai/v1/batches"));
        await Try(() => server.Get("/openai/v1/files"));
        for (var polls = 0; polls < 4; polls++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            var polled = await Try(() => server.Get($"/openai/v1/batches/{batch}"));
            if (polled?.Status == 200 && Id(polled, "output_file_id") is { Length: > 0 } output && await Try(() => server.Get($"/openai/v1/files/{output}/content")) is { Status: 200 } lines)
                return Good(lines.Bytes, line => line.GetProperty("response").GetProperty("status_code").GetInt32() == 200);
        }

        return 0;
    }

    public static async Task<int> Anthropic(SimulatorServer server, ManualTime time)
    {
        var requests = string.Join(',', Enumerable.Range(0, Rows).Select(i =>
            $$"""{"custom_id":"r-{{i}}","params":{"model":"echo","max_tokens":9,"messages":[{"role":"user","content":"prompt {{i}}"}]}""" + "}"));
        var batch = Id(await Try(() => server.Post("{\"requests\":[" + requests + "]}", "/anthropic/v1/messages/batches")), "id");
        time.Advance(TimeSpan.FromSeconds(3));
        await Try(() => server.Get($"/anthropic/v1/messages/batches/{batch}"));
        var results = await Try(() => server.Get($"/anthropic/v1/messages/batches/{batch}/results"));
        return results is { Status: 200 } ? Good(results.Bytes, line => line.GetProperty("result").GetProperty("type").GetString() == "succeeded") : 0;
    }

    public static async Task<int> Gemini(SimulatorServer server, ManualTime time)
    {
        var rows = string.Concat(Enumerable.Range(0, Rows).Select(i => $$"""{"key":"r-{{i}}","request":{"contents":[{"parts":[{"text":"prompt {{i}}"}]}]}""" + "}\n"));
        var file = await server.GeminiUpload(rows);
        var batch = Id(await Try(() => server.Post($$"""{"batch":{"displayName":"j","inputConfig":{"fileName":"{{file}}"} } }""", "/gemini/v1beta/models/echo:batchGenerateContent")), "name");
        time.Advance(TimeSpan.FromSeconds(3));
        var polled = await Try(() => server.Get($"/gemini/v1beta/{batch}"));
        return polled is { Status: 200 } && polled.Json.TryGetProperty("response", out _) ? Rows : 0;
    }

    /// <summary>Uploads a file as Google's clients do; gives its name.</summary>
    public static async Task<string> GeminiUpload(this SimulatorServer server, string content)
    {
        var start = await server.Send(HttpMethod.Post, "/gemini/upload/v1beta/files", new StringContent("""{"file":{"displayName":"in"}}""", Encoding.UTF8, "application/json"), "sk-test",
            ("X-Goog-Upload-Protocol", "resumable"), ("X-Goog-Upload-Command", "start"), ("X-Goog-Upload-Header-Content-Type", "jsonl"));
        var address = new Uri(start.Headers["x-goog-upload-url"]).PathAndQuery;
        var end = await server.Send(HttpMethod.Post, address, new StringContent(content), "sk-test", ("X-Goog-Upload-Offset", "0"), ("X-Goog-Upload-Command", "upload, finalize"));
        return end.Json.GetProperty("file").GetProperty("name").GetString()!;
    }

    private static async Task<Caller.Reply?> Try(Func<Task<Caller.Reply>> call)
    {
        try
        {
            return await call();
        }
        catch (HttpRequestException)
        {
            // A reset, a cut, a drop: the scenario's point.
            return null;
        }
    }

    private static string Id(Caller.Reply? reply, string member)
    {
        try
        {
            return reply is { Status: 200 } && reply.Json.TryGetProperty(member, out var id) && id.ValueKind == JsonValueKind.String ? id.GetString()! : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static int Good(byte[] lines, Func<JsonElement, bool> isGood)
    {
        try
        {
            return BatchCaller.Lines(lines).Count(isGood);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return 0;
        }
    }
}
