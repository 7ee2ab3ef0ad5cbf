using System.IO.Compression;
using System.Text;
using Nightshift.Intake;
using Nightshift.Tests.EndToEnd;
using Nightshift.Validation;

namespace Nightshift.Tests.Validation;

public sealed class WholeFileTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("")]
    public void A_good_file_has_no_fault_however_its_lines_end(string end)
    {
        var report = Checked.File($"{Checked.Line("a")}{(end.Length == 0 ? "\n" : end)}{Checked.Line("b")}{end}");
        report.Short().ShouldBeEmpty();
        report.Rows.ShouldBe(2);
        report.Models.ShouldBe([KeyValuePair.Create("m", 2L)]);
        report.Urls.ShouldBe([KeyValuePair.Create("/v1/chat/completions", 2L)]);
        report.InputTokens.ShouldBe(2 * Checked.GoodBody.Length / 4);
    }

    [Fact]
    public void A_byte_order_mark_is_one_fault_and_hides_no_other() =>
        Checked.File($"\ufeff{Checked.Line("a")}\n{Checked.Line("a")}\n").Short().ShouldBe(["1 ByteOrderMark", "2 DuplicateId"]);

    [Fact]
    public void An_empty_file_has_no_requests() => Checked.File("").Short().ShouldBe(["0 EmptyFile"]);

    [Fact]
    public void What_is_no_text_is_said_once()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Checked.Line("a")));
        Checked.File(packed.ToArray()).Short().ShouldBe(["0 NotText"]);
        Checked.File([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Checked.Line("a"))]).Short().ShouldBe(["0 NotText"]);
    }

    [Fact]
    public void Too_many_rows_say_into_how_many_files_to_split()
    {
        var report = Checked.File(string.Concat(Enumerable.Range(0, 50_001).Select(row => $"{Checked.Line($"r-{row}")}\n")));
        report.Short().ShouldBe(["0 TooManyRows"]);
        report.Faults.Shown[0].Sentence.ShouldBe("has 50,001 rows; openai takes 50,000 in a batch: split it into 2 files");
        // The same file is none too many for Azure.
        Checked.File(string.Concat(Enumerable.Range(0, 50_001).Select(row => $"{Checked.Line($"r-{row}")}\n")), "azure").IsClean.ShouldBeTrue();
    }

    [Fact]
    public void Texts_to_embed_are_counted_over_all_lines()
    {
        var texts = string.Join(',', Enumerable.Repeat("\"a\"", 2000));
        var lines = Enumerable.Range(0, 26).Select(row => Checked.Line($"r-{row}", $$"""{"model":"e","input":[{{texts}}]}""", "/v1/embeddings"));
        Checked.File(string.Join('\n', lines)).Short().ShouldBe(["0 TooManyInputs"]);
    }

    [Fact]
    public void Of_each_kind_a_hundred_are_shown_and_all_are_counted()
    {
        var report = Checked.File(Checked.Line("a") + "\n" + string.Concat(Enumerable.Repeat("\n", 250)) + "[]\n");
        report.Faults.Counts[FaultKind.BlankLine].ShouldBe(250);
        report.Faults.Shown.Count.ShouldBe(101);
        report.Short().Last().ShouldBe("252 NotAnObject");
    }

    [Fact]
    public void Faults_keep_their_lines_wherever_the_file_is_cut()
    {
        var random = Seed.Random(output);
        var text = new StringBuilder();
        List<string> faults = [];
        for (var line = 1; text.Length < 11_000_000; line++)
        {
            // Now and then a line that lies across a whole stretch.
            var letters = random.Next(2000) == 0 ? 5_000_000 : random.Next(3000);
            var isFaulty = line > 1 && random.Next(200) == 0;
            if (isFaulty)
                faults.Add($"{line} DuplicateId");
            text.Append(Checked.Line(isFaulty ? "row-1" : $"row-{line}", $$"""{"model":"m","messages":[{"role":"user","content":"x{{new string('y', letters)}}"}]}""")).Append('\n');
        }

        var report = Checked.File(text.ToString());
        report.Short().ShouldBe(faults.Take(FaultList.MostOfAKind));
        report.Faults.Total.ShouldBe(faults.Count);
    }

    [Fact]
    public void A_file_that_is_not_there_says_so() =>
        Should.Throw<InputException>(() => BatchFileValidator.Check("/nowhere/batch.jsonl")).Message.ShouldContain("there is no file /nowhere/batch.jsonl");
}
