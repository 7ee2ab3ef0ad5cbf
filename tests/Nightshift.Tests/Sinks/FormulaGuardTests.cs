using System.Text;
using Nightshift.Model;
using Nightshift.Sinks;

namespace Nightshift.Tests.Sinks;

public sealed class FormulaGuardTests(ITestOutputHelper log)
{
    private static readonly char[] Triggers = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+49 30 1234567")]
    [InlineData("-2+3")]
    [InlineData("@SUM(1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("\0=1")]
    [InlineData("＝1")]
    [InlineData("＠x")]
    [InlineData("-")]
    [InlineData("-1,5")]
    [InlineData("-1e")]
    [InlineData("-1.2.3")]
    [InlineData("'=1")]
    [InlineData("''-5")]
    public void What_a_spreadsheet_would_run_is_guarded(string text) => IsNeeded(text).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("refund")]
    [InlineData("a=b")]
    [InlineData(" =1")]
    [InlineData("-12")]
    [InlineData("+3.5")]
    [InlineData("-.5")]
    [InlineData("-1.")]
    [InlineData("-1e-7")]
    [InlineData("'quoted'")]
    [InlineData("日本")]
    public void Plain_text_and_plain_numbers_are_left_alone(string text) => IsNeeded(text).ShouldBeFalse();

    [Fact]
    public async Task No_answer_gets_out_as_a_formula_and_every_one_can_be_had_back()
    {
        var seed = Environment.ProcessId;
        log.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] answers = [.. Enumerable.Range(0, 5000).Select(_ => RandomText(random))];
        using var folder = new Folder();

        var csv = await Rows.WriteTextAsync(folder, new OutputTarget("o.csv"), [], Rows.Task, [.. answers.Select((a, i) => Rows.Answered(i, "{}", a))]);

        var cells = CsvReading.Read(csv)[1..].Select(r => r[0]).ToArray();
        cells.Where(c => c.Length > 0 && Triggers.Contains(c[0])).ShouldAllBe(c => IsNumber(c));
        cells.Select(WithoutGuard).ShouldBe(answers);
    }

    [Fact]
    public async Task Input_cells_and_raw_answers_are_never_touched()
    {
        using var folder = new Folder();
        var row = Rows.Answered(0, """{"a":"=1+1"}""", "=2+2");

        (await Rows.WriteTextAsync(folder, new OutputTarget("o.csv"), ["a"], Rows.Task, row)).ShouldContain("\n=1+1,'=2+2,");
        (await Rows.WriteTextAsync(folder, new OutputTarget("o.csv") { CsvRaw = true }, ["a"], Rows.Task, row)).ShouldContain("\n=1+1,=2+2,");
        (await Rows.WriteTextAsync(folder, new OutputTarget("o.jsonl"), ["a"], Rows.Task, row)).ShouldContain("\"output\":\"=2+2\"");
    }

    [Fact]
    public async Task What_a_provider_says_is_guarded_as_well()
    {
        using var folder = new Folder();
        var error = Rows.Failed(0, "{}", "", "=cmd()") with { ErrorCode = null };
        var model = Rows.Answered(1, "{}", "x") with { Answer = new Answer("x", default, "@model") };

        var rows = CsvReading.Read(await Rows.WriteTextAsync(folder, new OutputTarget("o.csv"), [], Rows.Task, error, model));

        (rows[1][2], rows[2][3]).ShouldBe(("'=cmd()", "'@model"));
    }

    private static bool IsNeeded(string text) => FormulaGuard.IsNeeded(Encoding.UTF8.GetBytes(text));

    private static string RandomText(Random random)
    {
        const string Alphabet = "=+-@\t\r\n\0＝＋－＠''\",.0159eE ab";
        return string.Create(random.Next(6), random, static (text, random) =>
        {
            foreach (ref var letter in text)
                letter = Alphabet[random.Next(Alphabet.Length)];
        });
    }

    private static bool IsNumber(string cell) =>
        decimal.TryParse(cell, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _)
        || double.TryParse(cell, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);

    // The un-escaping that OutputTarget.CsvRaw documents, written from its words.
    private static string WithoutGuard(string cell)
    {
        var bare = cell.TrimStart('\'');
        return bare.Length < cell.Length && bare.Length > 0 && Triggers.Contains(bare[0]) ? cell[1..] : cell;
    }
}
