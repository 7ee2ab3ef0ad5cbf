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

        (price.InputPerMillion, price.CachedInputPerMillion, price.OutputPerMillion).ShouldBe((0.75m, 0.075m, 4.5m));
        price.AsOf.ShouldBe(new DateOnly(2026, 7, 15));
        price.Source.ShouldStartWith("OpenAI pricing page");
    }

    [Fact]
    public void Batch_has_a_price_of_its_own() =>
        Book.Find("openai", "gpt-5.4-mini", AnswerMode.Batch).ShouldNotBeNull().InputPerMillion.ShouldBe(0.375m);

    [Theory]
    [InlineData("openai", "gpt-5.4-mini-2026-03-17", 0.75)]
    [InlineData("openai", "openai/gpt-5.4-mini", 0.75)]
    [InlineData("openai", "gpt-4o-2024-05-13", 5)]
    [InlineData("openai", "gpt-4o-2024-08-06", 2.5)]
    [InlineData("anthropic", "claude-sonnet-4-5", 3)]
    [InlineData("anthropic", "claude-3-5-haiku-latest", 0.8)]
    [InlineData("groq", "openai/gpt-oss-120b", 0.15)]
    [InlineData("mistral", "mistral-small-latest", 0.06)]
    [InlineData("sim", "label", 0.15)]
    [InlineData("sim", "any-other", 0.15)]
    public void A_model_is_found_by_the_names_that_it_goes_by(string provider, string model, double inputPerMillion) =>
        Book.Find(provider, model, AnswerMode.Live).ShouldNotBeNull().InputPerMillion.ShouldBe((decimal)inputPerMillion);

    [Theory]
    [InlineData("openai", "gpt-9")]
    [InlineData("openai", "gpt-3.5-turbo-0301")]
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
            p,m-20250101,live,1,,1,2026-01-01,old
            p,m-20260101,live,2,,2,2026-01-01,new
            p,m-20250601,live,3,,3,2026-01-01,between
            """));

        book.Find("p", "m", AnswerMode.Live).ShouldNotBeNull().Source.ShouldBe("new");
    }

    [Theory]
    [InlineData(AnswerMode.Duplicate)]
    [InlineData(AnswerMode.Cache)]
    public void What_is_never_sent_cannot_be_asked_for_its_price(AnswerMode mode) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Book.Find("sim", "label", mode));
}
