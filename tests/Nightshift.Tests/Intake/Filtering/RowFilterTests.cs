using Nightshift.Intake;
using Nightshift.Intake.Filtering;
using Nightshift.Tests.Model;

namespace Nightshift.Tests.Intake.Filtering;

public sealed class RowFilterTests
{
    private const string Json =
        """{"lang":"en","n":"10","m":9,"big":"12345678901234567890","word":"n/a","blank":" ","Full Name":"Ann O'Neil","flag":true,"nil":null,"emoji":"é👩‍🚀","customer-id":"C-1","not":"x"}""";

    [Theory]
    [InlineData("lang == 'en'", true)]
    [InlineData("lang = 'EN'", false)]
    [InlineData("lower('EN') = lang", true)]
    [InlineData("lang != 'de' and lang <> 'fr'", true)]
    [InlineData("n > 9 and n >= 10.0 and n < 1e2 and n <= 10", true)]
    [InlineData("n > m", true)]
    [InlineData("n > '9'", false)]
    [InlineData("n == '10.0'", false)]
    [InlineData("m == 9.0 and m > -1", true)]
    [InlineData("big == 12345678901234567891", false)]
    [InlineData("word < 5 or word > 5 or word == 5", false)]
    [InlineData("word != 5", true)]
    [InlineData("blank < 5", false)]
    [InlineData("`Full Name` contains 'O''Neil' and \"Full Name\" starts with 'Ann'", true)]
    [InlineData("`Full Name` endswith 'Neil' and `Full Name` startswith 'A' and not `Full Name` ends with 'x'", true)]
    [InlineData("`Full Name` not contains 'x'", true)]
    [InlineData("lang matches '^[a-e]n$'", true)]
    [InlineData("lang in ('de', 'en')", true)]
    [InlineData("n in (1, 10.0)", true)]
    [InlineData("lang not in ('de')", true)]
    [InlineData("blank is empty and nil is empty and gone is empty", true)]
    [InlineData("lang is not empty", true)]
    [InlineData("gone == '' and length(gone) == 0", true)]
    [InlineData("length(emoji) == 2", true)]
    [InlineData("flag == 'true'", true)]
    [InlineData("customer-id == 'C-1'", true)]
    [InlineData("`not` == 'x'", true)]
    [InlineData("lang == 'x' and lang == 'y' or lang == 'en'", true)]
    [InlineData("lang == 'x' and (lang == 'y' or lang == 'en')", false)]
    [InlineData("NOT lang == 'x' AND lang == 'en'", true)]
    [InlineData("not (lang == 'en' or n == 1)", false)]
    public void A_condition_holds_or_not(string expression, bool holds)
    {
        using var record = Records.Of(Json);
        RowFilter.Parse(expression).Matches(record).ShouldBe(holds);
    }

    [Theory]
    [InlineData("", 0, "ends where")]
    [InlineData("lang == ", 8, "ends where a column or a value belongs")]
    [InlineData("lang", 4, "a comparison belongs here")]
    [InlineData("lang contian 'x'", 5, "did you mean 'contains'?")]
    [InlineData("lang == 'x", 8, "has no second one")]
    [InlineData("lang == 'x' lang", 12, "comes too late")]
    [InlineData("(lang == 'x'", 12, "')' belongs here")]
    [InlineData("a ~ b", 2, "'~' has no meaning")]
    [InlineData("a == 1x", 5, "'1x' is not a number")]
    [InlineData("a matches 'x('", 10, "the pattern cannot be used")]
    [InlineData("a matches '(a)\\1'", 10, "the pattern cannot be used")]
    [InlineData("a matches b", 10, "single quotes")]
    [InlineData("a is 3", 5, "'is' goes on with")]
    [InlineData("size(a) == 3", 0, "there is no function 'size'")]
    [InlineData("a in 'x'", 5, "'(' belongs here")]
    public void A_fault_is_marked_at_its_place(string expression, int at, string sentence)
    {
        var lines = Should.Throw<InputException>(() => RowFilter.Parse(expression)).Message.Split('\n');
        lines[0].ShouldStartWith("--where: ");
        lines[0].ShouldContain(sentence);
        lines[^2..].ShouldBe([$"  {expression}", $"  {new string(' ', at)}^"]);
    }

    [Fact]
    public void An_unknown_column_is_named_with_the_nearest()
    {
        var filter = RowFilter.Parse("id > 3 and lagn == 'en' and id < 9");
        filter.Columns.ShouldBe(["id", "lagn"]);
        Should.NotThrow(() => filter.Check(["id", "lagn", "x"]));
        Should.Throw<InputException>(() => filter.Check(["id", "lang"])).Message.ShouldBe(
            "--where: there is no column 'lagn'; did you mean 'lang'? (there are: id, lang)\n  id > 3 and lagn == 'en' and id < 9\n             ^");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_input_is_read_or_refused_and_nothing_else(int seed)
    {
        string[] parts = ["lang", "n", "==", "<", "(", ")", "'x'", "'", "`", "\"", "and", "or", "not", "in", "is", "empty", "matches", "length", ",", "3", "-", ".5e", "\0", "\ud800", "é", "starts", "with"];
        var random = new Random(seed);
        using var record = Records.Of(Json);
        for (var i = 0; i < 20_000; i++)
        {
            var expression = string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));
            try
            {
                RowFilter.Parse(expression).Matches(record);
            }
            catch (Exception fault) when (fault is not InputException)
            {
                throw new InvalidOperationException($"seed {seed}, expression {expression}", fault);
            }
            catch (InputException refused)
            {
                refused.Message.ShouldStartWith("--where: ");
            }
        }
    }

    [Theory]
    [InlineData("(")]
    [InlineData("not ")]
    [InlineData("lower(")]
    public void Nesting_without_end_is_refused(string part) =>
        Should.Throw<InputException>(() => RowFilter.Parse(string.Concat(Enumerable.Repeat(part, 100_000)))).Message.ShouldContain("nested");

    [Fact]
    public void A_long_chain_is_no_nesting()
    {
        using var record = Records.Of(Json);
        RowFilter.Parse(string.Join(" or ", Enumerable.Repeat("lang == 'x'", 20_000)) + " or lang == 'en'").Matches(record).ShouldBeTrue();
    }
}
