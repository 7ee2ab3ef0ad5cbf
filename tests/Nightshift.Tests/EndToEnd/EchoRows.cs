using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Nightshift.Tests.EndToEnd;

/// <summary>An input whose answers prove themselves: each repeats its row's prompt and has its hash.</summary>
internal static class EchoRows
{
    public const string Model = "echo+sha";

    public const string Prompt = "row {{id}}: {{text}}";

    public static string Csv(int rows, Random random)
    {
        var csv = new StringBuilder("id,text\n");
        for (var row = 0; row < rows; row++)
            csv.Append($"r{row},\"text {random.Next()} with \"\"quotes\"\", commas\nand lines\"\n");
        return csv.ToString();
    }

    /// <summary>Each row is there once, in its place, with the answer to its own prompt.</summary>
    public static void Check(string output, int rows)
    {
        var index = 0;
        foreach (var line in File.ReadLines(output))
        {
            using var answer = JsonDocument.Parse(line);
            var root = answer.RootElement;
            root.GetProperty("index").GetInt64().ShouldBe(index, "rows are in input order, each once");
            root.GetProperty("id").GetString().ShouldBe($"r{index}");
            root.GetProperty("status").GetString().ShouldBe("succeeded");
            var prompt = $"row r{index}: {root.GetProperty("row").GetProperty("text").GetString()}";
            root.GetProperty("output").GetString().ShouldBe($"{prompt} sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)))}");
            index++;
        }

        index.ShouldBe(rows, "no row is lost");
    }
}
