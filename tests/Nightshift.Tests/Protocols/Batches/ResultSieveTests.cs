using System.Text;
using System.Text.Json;
using Nightshift.Protocols.Batches;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class ResultSieveTests(ITestOutputHelper output)
{
    private const string Document = """
        {
          "name": "batches/b",
          "metadata": {
            "output": { "results": { "results": [
              { "key": "a", "text": "ü [ ] , \"quoted\"", "deep": [[1, 2], { "results": [3] }] },
              { "key": "b", "none": null },
              7
            ] } },
            "state": "DONE"
          },
          "response": { "results": [ { "key": "a" }, { "key": "b" } ] },
          "results": []
        }

        """;

    [Fact]
    public async Task Items_become_lines_wherever_the_pieces_end()
    {
        var random = Seed.Random(output);
        for (var round = 0; round < 200; round++)
        {
            using var lines = new MemoryStream();
            using var sieve = new ResultSieve("results", lines);
            ReadOnlyMemory<byte> left = Encoding.UTF8.GetBytes(Document);
            while (!left.IsEmpty)
            {
                var piece = Math.Min(left.Length, random.Next(1, 60));
                await sieve.WriteAsync(left[..piece]);
                left = left[piece..];
            }

            sieve.IsWhole.ShouldBeTrue();
            sieve.Written.ShouldBe(lines.Length);
            var texts = Encoding.UTF8.GetString(lines.ToArray()).Split('\n');
            texts.Length.ShouldBe(4);
            texts[3].ShouldBeEmpty();
            using var whole = JsonDocument.Parse(Document);
            var items = whole.RootElement.GetProperty("metadata").GetProperty("output").GetProperty("results").GetProperty("results");
            for (var item = 0; item < 3; item++)
                JsonElement.DeepEquals(JsonDocument.Parse(texts[item]).RootElement, items[item]).ShouldBeTrue(texts[item]);
            using var rest = JsonDocument.Parse(sieve.Rest);
            rest.RootElement.GetProperty("metadata").GetProperty("state").GetString().ShouldBe("DONE");
            rest.RootElement.GetProperty("response").GetProperty("results").GetArrayLength().ShouldBe(0);
        }
    }

    [Theory]
    [InlineData("""{"results":[{"a":1}]""")]
    [InlineData("""{"results":[{"a":""")]
    [InlineData("")]
    public async Task A_document_that_breaks_off_is_not_whole(string document)
    {
        using var sieve = new ResultSieve("results", Stream.Null);
        await sieve.WriteAsync(Encoding.UTF8.GetBytes(document));
        sieve.IsWhole.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_no_JSON_says_so()
    {
        using var sieve = new ResultSieve("results", Stream.Null);
        await Should.ThrowAsync<JsonException>(async () => await sieve.WriteAsync("<html>"u8.ToArray()));
    }
}
