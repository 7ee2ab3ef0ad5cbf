using System.Text.Json;
using Nightshift.Protocols.Batches;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class JoinedLinesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40_000)]
    public async Task Lines_become_the_items_of_an_array(int rows)
    {
        using var folder = new TemporaryFolder();
        var text = string.Concat(Enumerable.Range(0, rows).Select(row => $$"""{"row":{{row}},"text":"a\\nb"}""" + "\n"));
        using var content = new JoinedLines("""{"items":[""", new SpoolFile(folder.Write("x.jsonl", text), "x.jsonl", text.Length, rows), "]}");
        var length = content.Headers.ContentLength;
        var body = await content.ReadAsByteArrayAsync(BatchBench.Cancellation);
        body.Length.ShouldBe((int)length!);
        using var document = JsonDocument.Parse(body);
        document.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("row").GetInt32()).ShouldBe(Enumerable.Range(0, rows));
    }

    [Fact]
    public async Task A_file_that_has_become_shorter_is_not_sent()
    {
        using var folder = new TemporaryFolder();
        using var content = new JoinedLines("[", new SpoolFile(folder.Write("x.jsonl", "{}\n"), "x.jsonl", Bytes: 9, Lines: 3), "]");
        await Should.ThrowAsync<Exception>(() => content.CopyToAsync(Stream.Null, BatchBench.Cancellation));
    }
}
