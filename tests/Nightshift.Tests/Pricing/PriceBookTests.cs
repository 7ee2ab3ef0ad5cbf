using Nightshift.Model;
using Nightshift.Pricing;

namespace Nightshift.Tests.Pricing;

public sealed class PriceBookTests
{
    private static readonly PriceBook Book = PriceBook.Default;

    [Fact]
    public void A_listed_model_has_its_price_with_source_and_day()
    {
        var price = Book.Find("openai", "gpt-5.4-mini", AnswerMode.Live).ShouldNotBeNull();

        price.Rates.ShouldBe(new Rates(0.75m, 4.5m) { CachedInput = 0.075m });
        price.AsOf.ShouldBe(new DateOnly(2026, 7, 15));
        price.Source.ShouldStartWith("OpenAI pricing page");
    }

    [Fact]
    public void Batch_has_a_price_of_its_own() =>
        Book.Find("openai", "gpt-5.4-mini", AnswerMode.Batch).ShouldNotBeNull().Rates.Input.ShouldBe(0.375m);

    [Theory]
    [InlineData("openai", "gpt-5.4-mini-2026-03-17", 0.75)]
    [InlineData("openai", "openai/gpt-5.4-mini", 0.75)]
    [InlineData("openai", "gpt-4o-2024-05-13", 5)]
    [InlineData("openai", "gpt-4o-2024-08-06", 2.5)]
    [InlineData("anthropic", "claude-sonnet-4-5", 3)]
    [InlineData("anthropic", "claude-3-5-haiku-latest", 0.8)]
    [InlineData("groq", "openai/gpt-oss-120b", 0.15)]
    [InlineData("mistral", "mistral-small-latest", 0.06)]
    [InlineData("mistral", "mistral-medium-latest", 1.5)]
    [InlineData("openai", "gpt-5.4-mini-latest", 0.75)]
    [InlineData("sim", "label", 0.15)]
    [InlineData("sim", "any-other", 0.15)]
    public void A_model_is_found_by_the_names_that_it_goes_by(string provider, string model, double inputPerMillion) =>
        Book.Find(provider, model, AnswerMode.Live).ShouldNotBeNull().Rates.Input.ShouldBe((decimal)inputPerMillion);

    [Theory]
    [InlineData("openai", "gpt-9")]
    [InlineData("openai", "gpt-3.5-turbo-0301")]
    [InlineData("mistral", "mistral-medium")]
    [InlineData("anthropic", "claude-sonnet-4-5-20991231")]
    [InlineData("unheard-of", "gpt-5.4-mini")]
    [InlineData("openai", "")]
    public void An_unknown_model_has_no_price_rather_than_a_price_of_zero(string provider, string model) =>
        Book.Find(provider, model, AnswerMode.Live).ShouldBeNull();

    [Fact]
    public void The_newest_of_the_dated_prices_stands_for_the_undated_name()
    {
        var book = new PriceBook(PriceFile.Parse("""
            header
            p,m-20250101,live,0,1,,,,1,2026-01-01,old
            p,m-20260101,live,0,2,,,,2,2026-01-01,new
            p,m-20250601,live,0,3,,,,3,2026-01-01,between
            """));

        book.Find("p", "m", AnswerMode.Live).ShouldNotBeNull().Source.ShouldBe("new");
    }

    [Theory]
    [InlineData(AnswerMode.Duplicate)]
    [InlineData(AnswerMode.Cache)]
    public void What_is_never_sent_cannot_be_asked_for_its_price(AnswerMode mode) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Book.Find("sim", "label", mode));

    [Theory]
    [InlineData("gpt-5.5", "priority", 10)]
    [InlineData("gpt-5.5", "flex", 2.5)]
    [InlineData("gpt-5.5", "default", 5)]
    [InlineData("gpt-5.5", null, 5)]
    public void The_service_tier_that_an_answer_confirms_has_its_own_price(string model, string? tier, double inputPerMillion) =>
        Book.Find("openai", model, AnswerMode.Live, tier).ShouldNotBeNull().Rates.Input.ShouldBe((decimal)inputPerMillion);

    [Fact]
    public void A_tier_without_a_price_has_none_rather_than_that_of_another() => Book.Find("openai", "gpt-4o", AnswerMode.Live, "priority").ShouldBeNull();

    [Fact]
    public void A_batch_is_billed_as_one_whatever_tier_its_lines_name() =>
        Book.Find("openai", "gpt-5.5", AnswerMode.Batch, "default").ShouldBe(Book.Find("openai", "gpt-5.5", AnswerMode.Batch));

    [Fact]
    public void Other_prices_of_a_model_replace_all_that_it_had()
    {
        var mine = new Price(new Rates(1, 2), new DateOnly(2026, 11, 1), "our contract");
        var book = Book.With([new(new("openai", "gpt-5.5", PriceClass.Live), mine)]);
        book.Find("openai", "gpt-5.5", AnswerMode.Live).ShouldBe(mine);
        book.Find("openai", "gpt-5.5-2026-04-23", AnswerMode.Live).ShouldBe(mine);
        book.Find("openai", "gpt-5.5", AnswerMode.Batch).ShouldBeNull("a discount that the contract does not name is not assumed");
        book.Find("openai", "gpt-5.4", AnswerMode.Batch).ShouldBe(Book.Find("openai", "gpt-5.4", AnswerMode.Batch));
    }
}
