using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Nightshift.Intake;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Intake.Reading;

public sealed class CsvReadingTests
{
    [Fact]
    public void A_header_that_cannot_be_read_refuses_the_input_with_its_cure()
    {
        Should.Throw<InputException>(() => Reads.All("id,\"text\n1,a\n2,b\n")).Message.ShouldContain("the header (line 1) opens a quote that is never closed");
        Should.Throw<InputException>(() => Reads.All([.. "id,caf"u8, 0xE9, .. "\n1,a\n"u8])).Message.ShouldContain("--encoding windows-1252");
    }

    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a;b\n1;2\n")]
    [InlineData("a\tb\n1\t2\n")]
    [InlineData("a|b\n1|2\n")]
    [InlineData("a,b\r\n1,2\r\n")]
    [InlineData("a,b\n1,2")]
    [InlineData("a,b\r1,2\r")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n")]
    [InlineData("\ufeffa,b\n1,2\n")]
    [InlineData("sep=;\na;b\n1;2\n")]
    [InlineData("\na,b\n\n1,2\n\n\n")]
    public void Any_dialect_that_an_export_has_is_understood(string csv)
    {
        var records = Reads.All(new MemoryStream(Encoding.UTF8.GetBytes(csv)), new InputSource("in.csv"), out var columns);
        columns.ShouldBe(["a", "b"]);
        records.Single().Cells().ShouldBe(["1", "2"]);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Unicode_in_any_width_is_told_by_its_mark(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        Reads.All([.. encoding.GetPreamble(), .. encoding.GetBytes("id,text\n1,naïve 日本 🙂\n")]).Single().Cells().ShouldBe(["1", "naïve 日本 🙂"]);
    }

    [Fact]
    public void UTF_16_without_a_mark_is_told_by_its_zeros() =>
        Reads.All(Encoding.Unicode.GetBytes("id,text\n1,plain\n")).Single().Cells().ShouldBe(["1", "plain"]);

    [Fact]
    public void Cells_are_taken_to_the_byte()
    {
        const string Csv = "a,b,c\n\" spaces \",\"quote \"\" comma , line\r\nbreak\",tab\there\n\u2028,\u00a0,'\n";
        var records = Reads.All(Csv);
        records[0].Cells().ShouldBe([" spaces ", "quote \" comma , line\r\nbreak", "tab\there"]);
        records[1].Cells().ShouldBe(["\u2028", "\u00a0", "'"]);
    }

    [Fact]
    public void A_record_is_named_by_the_line_on_which_it_begins() =>
        Reads.All("a,b\n1,\"two\nlines\"\n\n3,4\n").Select(record => record.Line).ShouldBe([2, 5]);

    [Fact]
    public void A_record_of_another_length_is_bad_and_the_rest_goes_on()
    {
        var records = Reads.All("a,b\n1\n1,2\n1,2,3\n1,2,\n");
        records.Select(record => (record.Line, Fault: record.Fault ?? "")).ShouldBe(
        [
            (2, "has 1 cell, and the header has 2"), (3, ""), (4, "has 3 cells, and the header has 2"), (5, ""),
        ]);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_named_where_it_opens()
    {
        var records = Reads.All("a,b\n1,2\n3,\"four\n5,6\n7,8\n");
        records.Count.ShouldBe(2);
        records[1].ShouldBe(new InputRecord(3, default, "opens a quote that is never closed; everything after it belongs to that cell"));
    }

    [Fact]
    public void Text_after_a_closing_quote_would_change_the_cell_and_is_bad() =>
        Reads.All("a,b\n\"x\"y,2\n3,4\n").Select(record => record.Fault is null).ShouldBe([false, true]);

    [Fact]
    public void A_quote_within_a_bare_cell_is_a_letter() => Reads.All("a,b\n5\" disk,2\n").Single().Cells().ShouldBe(["5\" disk", "2"]);

    [Fact]
    public void Headers_are_made_unique_and_given_names()
    {
        Reads.All(new MemoryStream("a,a,,a_2\n1,2,3,4\n"u8.ToArray()), new InputSource("in.csv"), out var columns);
        columns.ShouldBe(["a", "a_3", "column_3", "a_2"]);
    }

    [Fact]
    public void Gzip_is_unwrapped_in_any_number_of_members()
    {
        byte[] Packed(string text)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
                gzip.Write(Encoding.UTF8.GetBytes(text));
            return packed.ToArray();
        }

        Reads.All([.. Packed("a,b\n1,2\n"), .. Packed("3,4\n")], "in.csv.gz").Select(record => record.Cells()[0]).ShouldBe(["1", "3"]);
    }

    [Fact]
    public void A_gzip_that_breaks_off_anywhere_never_passes_for_a_shorter_one()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Range(0, 40).Select(n => $"{n},{n * n}\n"))));
        var whole = packed.ToArray();
        Reads.All(whole, "in.csv.gz").Count.ShouldBe(40);
        for (var length = 3; length < whole.Length; length++)
            ShouldBreak(whole[..length]);

        static void ShouldBreak(byte[] cut)
        {
            using var folder = new TemporaryFolder();
            var source = new InputSource(folder.Write("in.csv.gz", cut));
            Should.Throw<InputException>(
                () =>
                {
                    using var reader = InputFile.Open(source);
                    while (reader.TryRead(out _))
                    {
                    }
                },
                $"cut after {cut.Length} bytes");
        }
    }

    [Fact]
    public void A_broken_gzip_is_refused_with_the_line_it_came_to()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression))
            gzip.Write(Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 100_000))));
        Should.Throw<InputException>(() => Reads.All(packed.ToArray()[..200_000], "in.csv.gz")).Message.ShouldContain("in.csv.gz cannot be read");
    }

    [Fact]
    public void Any_chunking_gives_the_same_records()
    {
        var seed = System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var content = Encoding.UTF8.GetBytes(RandomCsv(random));
            var whole = Reads.All(content).Select(record => (record.Line, record.Json(), record.Fault));
            var pieces = Reads.All(new DribbleStream(content, random, 1 + random.Next(40)), new InputSource("in.csv"), out _)
                .Select(record => (record.Line, record.Json(), record.Fault));
            pieces.ShouldBe(whole);
        }
    }

    [Theory]
    [InlineData("comma_in_quotes")]
    [InlineData("empty")]
    [InlineData("empty_crlf")]
    [InlineData("escaped_quotes")]
    [InlineData("json")]
    [InlineData("location_coordinates")]
    [InlineData("newlines")]
    [InlineData("newlines_crlf")]
    [InlineData("quotes_and_newlines")]
    [InlineData("simple")]
    [InlineData("simple_crlf")]
    [InlineData("utf8")]
    public void Every_file_of_csv_spectrum_reads_as_it_says(string name)
    {
        using var expected = JsonDocument.Parse(File.ReadAllText(SharedFile.Find($"data/csv/json/{name}.json")));
        var csv = File.ReadAllText(SharedFile.Find($"data/csv/csvs/{name}.csv"));
        // Copies of the collection that went through a version control system have lost the line ends that two files are about.
        if (name.EndsWith("_crlf", StringComparison.Ordinal) && !csv.Contains('\r'))
            csv = csv.Replace("\n", "\r\n", StringComparison.Ordinal);

        // The collection blanked a telephone number in one of its two files only.
        csv = csv.Replace("2095257564", "1234567890", StringComparison.Ordinal);
        var rows = expected.RootElement.ValueKind == JsonValueKind.Array ? expected.RootElement.EnumerateArray().ToArray() : [expected.RootElement];
        Reads.All(csv).Select(record => JsonSerializer.Serialize(JsonDocument.Parse(record.Json).RootElement))
            .ShouldBe(rows.Select(row => JsonSerializer.Serialize(row)));
    }

    private static string RandomCsv(Random random)
    {
        string[] pieces = ["a", "1", ",", ",", "\n", "\r\n", "\"", "\"\"", "é", "日", "🙂", " ", "\"x,y\"", "\"l\nm\""];
        return "h1,h2,h3\n" + string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => pieces[random.Next(pieces.Length)]));
    }
}
