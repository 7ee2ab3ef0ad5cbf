using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

// The baseline of the ratios: what HttpClient alone can do. It reads each answer's bytes and keeps nothing: no parsing, no store, no limits.
if (args is not [var csv, var address, var workers])
{
    Console.Error.WriteLine("usage: HttpClientLoop CSV URL CONCURRENCY");
    return 2;
}

// Lines of "id,text" without quotes, read before the clock starts.
var prompts = File.ReadLines(csv).Skip(1).Select(line => $"Answer in one word: {line[(line.IndexOf(',') + 1)..]}").ToArray();
var endpoint = new Uri($"{address}/chat/completions");
using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue, UseCookies = false };
using var client = new HttpClient(handler);
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "bench");

var next = -1;
var answered = 0;
var started = TimeProvider.System.GetTimestamp();
await Task.WhenAll(Enumerable.Range(0, int.Parse(workers)).Select(_ => Task.Run(WorkAsync)));
Console.WriteLine($"answered {answered} seconds {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F3}");
return answered == prompts.Length ? 0 : 1;

async Task WorkAsync()
{
    while (Interlocked.Increment(ref next) is var index && index < prompts.Length)
    {
        using var content = new ByteArrayContent(Body(prompts[index]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await client.PostAsync(endpoint, content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        if (response.IsSuccessStatusCode && answer.Length > 0)
            Interlocked.Increment(ref answered);
    }
}

static byte[] Body(string prompt)
{
    var buffer = new ArrayBufferWriter<byte>(512);
    using var writer = new Utf8JsonWriter(buffer);
    writer.WriteStartObject();
    writer.WriteString("model", "bench");
    writer.WriteStartArray("messages");
    writer.WriteStartObject();
    writer.WriteString("role", "user");
    writer.WriteString("content", prompt);
    writer.WriteEndObject();
    writer.WriteEndArray();
    writer.WriteEndObject();
    writer.Flush();
    return buffer.WrittenSpan.ToArray();
}
