using System.Text;
using System.Text.Json;
using Nightshift.Simulator.Batches;

namespace Nightshift.Simulator.Tests.Batches;

public sealed class InlineRequestsTests
{
    private static readonly string[] Flat = ["requests"];
    private static readonly string[] Nested = ["batch", "inputConfig", "requests", "requests"];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Items_become_lines_however_the_bytes_come(int atATime)
    {
        var (lines, rest) = await Split("""{ "a" : [1, {"requests": [9]}], "requests" : [ {"x": "two\nlines, [}" } ,{"y":[1,2]}, 3 ], "z": {"b": null} }""", Flat, atATime);
        lines.ShouldBe(["""{"x": "two\nlines, [}" }""", """{"y":[1,2]}""", "3"]);
        rest.ShouldBe("""{"a":[1,{"requests":[9]}],"requests":[],"z":{"b":null}}""");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task An_item_over_several_lines_becomes_one(int atATime)
    {
        var (lines, _) = await Split("{\"requests\":[\n  {\r\n    \"x\":\n 1 },\n\t{}\n]}", Flat, atATime);
        lines.ShouldBe(["""{    "x": 1 }""", "{}"]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100_000)]
    public async Task The_array_can_lie_deep(int atATime)
    {
        var (lines, rest) = await Split("""{"batch":{"requests":[0],"inputConfig":{"requests":{"requests":[{"k":1},{"k":2}]}},"displayName":"j"}}""", Nested, atATime);
        lines.ShouldBe(["""{"k":1}""", """{"k":2}"""]);
        rest.ShouldBe("""{"batch":{"requests":[0],"inputConfig":{"requests":{"requests":[]}},"displayName":"j"}}""");
    }

    [Fact]
    public async Task An_item_larger_than_the_buffer_is_whole()
    {
        var text = new string('x', 600_000);
        var (lines, _) = await Split("{\"requests\":[{\"a\":\"" + text + "\"},{}]}", Flat, 10_000);
        lines.ShouldBe(["{\"a\":\"" + text + "\"}", "{}"]);
    }

    [Theory]
    [InlineData("""{"requests":[{]}""")]
    [InlineData("""{"requests":[{"a":1}""")]
    [InlineData("""{"requests":[1,]}""")]
    [InlineData("")]
    [InlineData("nonsense")]
    public Task What_is_no_JSON_is_told(string body) => Should.ThrowAsync<JsonException>(() => Split(body, Flat, 3));

    private static async Task<(string[] Lines, string Skeleton)> Split(string body, string[] path, int atATime)
    {
        using var lines = new MemoryStream();
        using var rest = await InlineRequests.Split(new Drip(Encoding.UTF8.GetBytes(body), atATime), path, lines, TestContext.Current.CancellationToken);
        return (Encoding.UTF8.GetString(lines.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries), JsonSerializer.Serialize(rest.RootElement));
    }

    /// <summary>Gives no more than so many bytes at a time.</summary>
    private sealed class Drip(byte[] bytes, int atATime) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, atATime)], cancellationToken);
    }
}
