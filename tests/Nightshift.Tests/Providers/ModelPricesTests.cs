using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Providers;

namespace Nightshift.Tests.Providers;

public sealed class ModelPricesTests
{
    private static readonly PriceBook Book = new(PriceFile.Parse("""
        header
        seller,m,live,0,4,,,,8,2026-01-01,live
        seller,m,batch,0,2,,,,4,2026-01-01,batch
        seller,m,priority,0,9,,,,9,2026-01-01,priority
        seller,other,live,0,1,,,,1,2026-01-01,other
        """));

    [Theory]
    [InlineData(AnswerMode.Live, null, "live")]
    [InlineData(AnswerMode.Live, "default", "live")]
    [InlineData(AnswerMode.Live, "priority", "priority")]
    [InlineData(AnswerMode.Live, "flex", "batch")]
    [InlineData(AnswerMode.Batch, null, "batch")]
    public void A_call_is_priced_by_its_mode_and_by_the_tier_that_the_answer_confirms(AnswerMode mode, string? tier, string source)
    {
        var prices = Prices("m");

        // Kept the first time, the same the second, whatever was asked for between.
        prices.Of(mode, serviceTier: tier).ShouldNotBeNull().Source.ShouldBe(source);
        prices.OfOrdinaryCall(ofLine: null).ShouldNotBeNull().Source.ShouldBe("live");
        prices.Of(mode, serviceTier: tier).ShouldNotBeNull().Source.ShouldBe(source);
    }

    [Fact]
    public void What_a_line_or_an_answer_names_counts_for_nothing_when_the_job_names_the_model() =>
        Prices("m").Of(AnswerMode.Live, "other").ShouldNotBeNull().Source.ShouldBe("live");

    [Fact]
    public void Where_each_line_brings_its_model_each_has_its_own_price()
    {
        var prices = Prices("*");

        prices.Of(AnswerMode.Live, "m").ShouldNotBeNull().Source.ShouldBe("live");
        prices.Of(AnswerMode.Live, "other").ShouldNotBeNull().Source.ShouldBe("other");
        prices.OfOrdinaryCall("other").ShouldNotBeNull().Source.ShouldBe("other");
        prices.Of(AnswerMode.Live, "unheard-of").ShouldBeNull();
        prices.Of(AnswerMode.Live).ShouldBeNull();
    }

    [Fact]
    public void Live_calls_that_are_listed_as_batches_are_priced_as_such_and_compared_with_ordinary_ones()
    {
        var prices = Prices("m", new PriceListing("seller", AnswerMode.Batch), "seller-held");

        prices.Of(AnswerMode.Live).ShouldNotBeNull().Source.ShouldBe("batch");
        prices.OfOrdinaryCall(ofLine: null).ShouldNotBeNull().Source.ShouldBe("live");
        prices.Of(AnswerMode.Batch).ShouldBeNull("nothing is listed under the name that holds calls");
    }

    [Fact]
    public void A_model_without_a_price_has_none_however_often_it_is_asked_for()
    {
        var prices = Prices("unheard-of");

        prices.Of(AnswerMode.Live).ShouldBeNull();
        prices.Of(AnswerMode.Live).ShouldBeNull();
    }

    [Theory]
    [InlineData(AnswerMode.Duplicate)]
    [InlineData(AnswerMode.Cache)]
    public void What_is_not_sent_has_no_price_to_ask_for(AnswerMode mode) => Should.Throw<ArgumentOutOfRangeException>(() => Prices("m").Of(mode));

    [Fact]
    public void A_price_is_kept_without_memory_for_each_call()
    {
        const int Calls = 1_000;
        var prices = Prices("m-2026-01-01");
        Ask();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Calls, "a look-up in the book makes strings");

        void Ask()
        {
            for (var i = 0; i < Calls; i++)
                prices.Of(AnswerMode.Live, serviceTier: "default");
        }
    }

    private static ModelPrices Prices(string model, PriceListing? pricedAs = null, string name = "seller") =>
        new(Book, new Provider { Name = name, BaseAddress = null, PricedAs = pricedAs }, new ModelName(name, model));
}
