using System.Text;
using Nightshift.Simulator.Batches;

namespace Nightshift.Simulator.Tests.Batches;

public sealed class JsonLinesTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("a\nb", new[] { "a", "b" })]
    [InlineData("a\r\nb\r\n", new[] { "a", "b" })]
    [InlineData("a\n\nb\n\n", new[] { "a", "", "b", "" })]
    [InlineData("\n", new[] { "" })]
    [InlineData("a\u2028b\u0085c\n", new[] { "a\u2028b\u0085c" })]
    public void Lines_end_at_line_feeds_alone(string text, string[] lines) => Read(text).ShouldBe(lines);

    [Theory]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(1_000_000)]
    public void Lines_around_the_buffers_end_are_whole(int length)
    {
        string[] lines = [new('a', length), "", new('b', 10), new('c', length), "d"];
        Read(string.Join('\n', lines)).ShouldBe(lines);
    }

    private List<string> Read(string text)
    {
        File.WriteAllText(_path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return [.. JsonLines.Read(_path).Select(line => Encoding.UTF8.GetString(line.Span))];
    }
}
