using System.IO.Compression;
using System.Text.Json;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Simulator.Tests.Recorded;

/// <summary>A real exchange with a provider, recorded by others (crmne/ruby_llm, openai/openai-dotnet; MIT).</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The address without host and query.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The answer's body as text.</param>
internal sealed record Exchange(string Method, string Path, int Status, string Body)
{
    /// <summary>All there are of one provider; the test is skipped where there are none.</summary>
    public static List<Exchange> Of(string provider)
    {
        using var file = new GZipStream(File.OpenRead(SharedFile.Find("data/recorded/exchanges.jsonl.gz")), CompressionMode.Decompress);
        using var lines = new StreamReader(file);
        var exchanges = new List<Exchange>();
        while (lines.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            var one = document.RootElement;
            if (one.GetProperty("provider").GetString() == provider)
            {
                exchanges.Add(new(one.GetProperty("method").GetString()!, new Uri(one.GetProperty("url").GetString()!).AbsolutePath, one.GetProperty("status").GetInt32(),
                    one.GetProperty("resBody") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : one.GetProperty("resBody").GetRawText()));
            }
        }

        return exchanges;
    }

    /// <summary>The body; undefined when it is no JSON object.</summary>
    public JsonElement Json
    {
        get
        {
            try
            {
                var root = JsonDocument.Parse(Body).RootElement;
                return root.ValueKind == JsonValueKind.Object ? root : default;
            }
            catch (JsonException)
            {
                return default;
            }
        }
    }
}
