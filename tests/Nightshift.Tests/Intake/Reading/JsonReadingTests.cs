using System.Security.Cryptography;
using System.Text;
using Nightshift.Intake;

namespace Nightshift.Tests.Intake.Reading;

public sealed class JsonReadingTests
{
    [Fact]
    public void A_record_that_breaks_off_has_no_say_in_the_columns()
    {
        Reads.All(new MemoryStream("{\"a\":1}\n{\"junk\":1,\"b\":\n{\"a\":2,\"c\":3}\n"u8.ToArray()), new InputSource("in.jsonl"), out var columns);
        columns.ShouldBe(["a", "c"]);
    }

    [Fact]
    public void Each_line_is_a_record_in_its_own_bytes()
    {
        var records = Reads.All("\ufeff{ \"a\" : 1.0 }\r\n\n{\"b\":\"x\u2028y\"}", "in.jsonl");
        records.Select(record => (record.Line, record.Json())).ShouldBe([(1, "{ \"a\" : 1.0 }"), (3, "{\"b\":\"x\u2028y\"}")]);
    }

    [Fact]
    public void Columns_are_all_that_came_in_order_of_appearance()
    {
        Reads.All(new MemoryStream("""{"a":1,"b":{"x":1}}"""u8.ToArray()
            .Concat("\n{\"c\":1,\"a\":2}\n"u8.ToArray()).ToArray()), new InputSource("in.jsonl"), out var columns);
        columns.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void What_is_no_object_is_a_record_with_a_value() =>
        Reads.All("\"text\"\n[1,2]\n7\n", "in.jsonl").Select(record => record.Json()).ShouldBe(["{\"value\":\"text\"}", "{\"value\":[1,2]}", "{\"value\":7}"]);

    [Theory]
    [InlineData("{\"a\":1,}", "is not valid JSON at byte")]
    [InlineData("{\"a\":1} {\"b\":2}", "is not valid JSON at byte")]
    [InlineData("{\"a\":NaN}", "is not valid JSON at byte")]
    [InlineData("{\"a\":\"\\ud800\"}", "has half of a surrogate pair")]
    [InlineData("{\"\\udc00\":1}", "has half of a surrogate pair")]
    [InlineData("{\"a\":\"cut", "is not valid JSON at byte")]
    public void A_bad_line_is_named_with_its_reason_and_the_rest_goes_on(string bad, string reason)
    {
        var records = Reads.All($"{{\"ok\":1}}\n{bad}\n{{\"ok\":2}}\n", "in.jsonl");
        records.Select(record => record.Fault is null).ShouldBe([true, false, true]);
        records[1].Line.ShouldBe(2);
        records[1].Fault!.ShouldContain(reason);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_bad() =>
        Reads.All([.. "{\"a\":1}\n{\"a\":\"caf"u8, 0xE9, .. "\"}\n"u8], "in.jsonl")[1].Fault.ShouldBe("is not valid UTF-8");

    [Fact]
    public void A_record_is_nested_to_a_depth_of_64_and_no_deeper_the_object_around_a_list_included()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
        var records = Reads.All($"{Nested(63)}\n{Nested(64)}\n{{\"a\":{Nested(63)}}}\n{{\"a\":{Nested(64)}}}\n{Nested(100_000)}\n1\n", "in.jsonl");
        records.Select(record => record.Fault is null).ShouldBe([true, false, true, false, false, true]);
    }

    [Fact]
    public void A_line_of_more_than_the_limit_is_passed_over_and_not_held()
    {
        var longLine = new byte[RecordReader.MaxRecordBytes + 1000];
        longLine.AsSpan().Fill((byte)'x');
        var records = Reads.All([.. "1\n"u8, .. longLine, .. "\n2\n"u8], "in.jsonl", InputFormat.Jsonl);
        records.Select(record => (record.Line, record.Fault)).ShouldBe([(1, null), (2, "is longer than 64 MB"), (3, null)]);
    }

    [Fact]
    public void An_array_is_read_element_by_element()
    {
        var records = Reads.All("[\n  {\"a\": 1},\n  {\"b\": [2, {}]}, 3\n]\n", "in.json");
        records.Select(record => (record.Line, record.Json())).ShouldBe([(2, "{\"a\": 1}"), (3, "{\"b\": [2, {}]}"), (3, "{\"value\":3}")]);
    }

    [Theory]
    [InlineData("[{\"a\":1},{\"a\":2},\n{\"a\":", 2)]
    [InlineData("[{\"a\":1} {\"a\":2}]", 1)]
    [InlineData("[{\"a\":1}", 1)]
    [InlineData("[{\"a\":1}] trailing", 1)]
    public void Where_an_array_breaks_the_elements_before_are_good(string json, int good)
    {
        var records = Reads.All(json, "in.json");
        records.Count(record => record.Fault is null).ShouldBe(good);
        records[^1].Fault!.ShouldStartWith("breaks the array here");
    }

    [Fact]
    public void An_empty_array_has_no_records() => Reads.All(" [ ] ", "in.json").ShouldBeEmpty();

    [Fact]
    public void Any_chunking_gives_the_same_records()
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var elements = Enumerable.Range(0, random.Next(30)).Select(_ => Element(random)).ToList();
            foreach (var (text, name) in new[] { (string.Join('\n', elements), "in.jsonl"), ($"[{string.Join(" ,\n", elements)}]", "in.json") })
            {
                if (text.Length == 0)
                    continue;
                var content = Encoding.UTF8.GetBytes(text);
                var format = name == "in.json" ? InputFormat.JsonArray : InputFormat.Jsonl;
                var whole = Reads.All(content, name, format).Select(record => (record.Line, record.Json(), record.Fault)).ToList();
                var pieces = Reads.All(new DribbleStream(content, random, 1 + random.Next(20)), new InputSource(name) { Format = format }, out _);
                pieces.Select(record => (record.Line, record.Json(), record.Fault)).ShouldBe(whole);
                whole.Count.ShouldBe(elements.Count);
            }
        }
    }

    private static string Element(Random random) => random.Next(5) switch
    {
        0 => random.Next().ToString(),
        1 => $"\"{new string('é', random.Next(50))}\"",
        2 => "{\"a\":[1,2,{\"b\":null}]}",
        3 => "true",
        _ => $"{{\"text\":\"{new string('x', random.Next(300))}\\n\\\"q\\\"\"}}",
    };
}
