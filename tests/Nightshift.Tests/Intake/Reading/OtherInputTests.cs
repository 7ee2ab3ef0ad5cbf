using System.IO.Compression;
using System.Text;
using Nightshift.Intake;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Intake.Reading;

public sealed class OtherInputTests
{
    private const string Workbook = """
        <?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="2"><c r="A2" t="inlineStr"><is><t>id</t></is></c><c r="B2" t="inlineStr"><is><t>text</t></is></c><c r="C2" t="inlineStr"><is><t>paid</t></is></c></row>
        <row r="3"><c r="A3"><v>1</v></c><c r="B3" t="inlineStr"><is><t>naïve "日本"</t></is></c><c r="C3" t="b"><v>1</v></c></row>
        <row r="5"><c r="A5"><v>2.5</v></c><c r="C5" t="b"><v>0</v></c></row>
        </sheetData></worksheet>
        """;

    [Fact]
    public void A_workbook_gives_its_rows_with_numbers_and_truths_as_text()
    {
        using var folder = new TemporaryFolder();
        var source = new InputSource(folder.Write("book.xlsx", Xlsx()));
        using var reader = InputFile.Open(source);
        reader.Columns.ShouldBe(["id", "text", "paid"]);
        reader.TryRead(out var first).ShouldBeTrue();
        (first.Line, first.Json()).ShouldBe((3, "{\"id\":\"1\",\"text\":\"naïve \\\"日本\\\"\",\"paid\":\"true\"}"));
        reader.TryRead(out var second).ShouldBeTrue();
        (second.Line, second.Json()).ShouldBe((5, "{\"id\":\"2.5\",\"text\":\"\",\"paid\":\"false\"}"));
        reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public void A_workbook_that_is_broken_inside_is_refused_as_such()
    {
        using var folder = new TemporaryFolder();
        var broken = new InputSource(folder.Write("book.xlsx", Xlsx(Workbook.Replace("<row r=\"5\">", "<row r=\"5\"><c><<", StringComparison.Ordinal))));
        Should.Throw<InputException>(() => InputFile.Open(broken)).Message.ShouldContain("is not a workbook that can be read");
    }

    [Fact]
    public void A_sheet_that_is_not_there_is_named_with_those_there_are()
    {
        using var folder = new TemporaryFolder();
        var source = new InputSource(folder.Write("book.xlsx", Xlsx())) { Sheet = "Shet1" };
        Should.Throw<InputException>(() => InputFile.Open(source)).Message.ShouldContain("has no sheet 'Shet1'; did you mean 'Sheet1'? (it has: Sheet1)");
    }

    [Fact]
    public void A_batch_file_is_told_by_its_lines_and_each_bad_one_is_named()
    {
        var lines = Reads.All("""
            {"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"m"}}
            {"custom_id":"","method":"POST","url":"/v1/chat/completions","body":{}}
            {"custom_id":"c","method":"GET","url":"/v1/chat/completions","body":{}}
            {"custom_id":"d","method":"POST","url":"/v1/embeddings","body":{}}
            {"custom_id":"e","method":"POST","url":"/v1/chat/completions","body":[]}
            """, "batch.jsonl");
        lines.Select(line => line.Fault).ShouldBe(
        [
            null, "has no custom_id (a text that is not empty)", "has the method 'GET'; it must be POST",
            "has the url '/v1/embeddings'; /v1/chat/completions is the one that is supported", "has no body (a JSON object)",
        ]);
    }

    [Theory]
    [InlineData("text.txt", "a,b\n1,2\n", InputFormat.Csv)]
    [InlineData("data", "{\"a\":1}\n", InputFormat.Jsonl)]
    [InlineData("data", " [1]", InputFormat.JsonArray)]
    [InlineData("odd.csv", "[a],b\n1,2\n", InputFormat.Csv)]
    [InlineData("odd.jsonl", "[1]\n", InputFormat.Jsonl)]
    [InlineData("batch.jsonl", "{\"custom_id\":\"a\",\"body\":{}}\n", InputFormat.Batch)]
    public void The_kind_is_told_by_content_and_name(string name, string content, InputFormat expected)
    {
        using var reader = InputFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(content)), new InputSource(name));
        reader.Format.ShouldBe(expected);
    }

    [Fact]
    public async Task Standard_input_is_kept_under_the_name_of_its_content()
    {
        using var folder = new TemporaryFolder();
        var first = await SpooledInput.FromStandardInputAsync(new MemoryStream("a,b\n"u8.ToArray()), folder["spool"]);
        var again = await SpooledInput.FromStandardInputAsync(new MemoryStream("a,b\n"u8.ToArray()), folder["spool"]);
        again.ShouldBe(first);
        Directory.GetFiles(folder["spool"]).ShouldBe([first.Path]);
        (await File.ReadAllTextAsync(first.Path)).ShouldBe("a,b\n");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(first.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_mistyped_path_brings_the_file_that_was_meant()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tickets.csv", "a\n1\n");
        Should.Throw<InputException>(() => InputFile.Open(new InputSource(folder["tikets.csv"]))).Message.ShouldContain("did you mean 'tickets.csv'?");
    }

    /// <summary>The least that is a workbook.</summary>
    private static byte[] Xlsx(string sheet = Workbook)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            Add(zip, "[Content_Types].xml", """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""");
            Add(zip, "_rels/.rels", """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Add(zip, "xl/workbook.xml", """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>""");
            Add(zip, "xl/_rels/workbook.xml.rels", """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            Add(zip, "xl/worksheets/sheet1.xml", sheet);
        }

        return file.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(content);
    }
}
