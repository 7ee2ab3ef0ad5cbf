using Nightshift.Configuration;
using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Configuration;

/// <summary>Prices of one's own, as users write them.</summary>
public sealed class PriceConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_contracts_price_replaces_the_listed_one_and_a_batch_is_less_by_the_providers_discount()
    {
        var book = Load("prices: { openai/gpt-5.4-mini: { input: 0.6, cached_input: 0.06, output: 3.6 } }");
        book.Find("openai", "gpt-5.4-mini", AnswerMode.Live)!.Rates.ShouldBe(new Rates(0.6m, 3.6m) { CachedInput = 0.06m });
        var batch = book.Find("openai", "gpt-5.4-mini", AnswerMode.Batch)!;
        batch.Rates.ShouldBe(new Rates(0.3m, 1.8m) { CachedInput = 0.03m });
        batch.Source.ShouldContain("less the provider's batch discount of 50 %");
        book.Find("openai", "gpt-5.4", AnswerMode.Live).ShouldBe(PriceBook.Default.Find("openai", "gpt-5.4", AnswerMode.Live));
    }

    [Fact]
    public void A_batch_price_can_be_given_by_itself()
    {
        var book = Load("""
            prices:
              mistral/house-model:
                input: 1
                output: 2
                batch: { input: 0.4, output: 0.9 }
            """);
        book.Find("mistral", "house-model", AnswerMode.Batch)!.Rates.ShouldBe(new Rates(0.4m, 0.9m));
    }

    [Fact]
    public void A_deployment_has_the_price_of_its_model()
    {
        var book = Load("prices: { azure/tickets: { as: azure/gpt-5.4-mini } }");
        book.Find("azure", "tickets", AnswerMode.Live)!.Rates.ShouldBe(PriceBook.Default.Find("azure", "gpt-5.4-mini", AnswerMode.Live)!.Rates);
        book.Find("azure", "tickets", AnswerMode.Batch)!.Source.ShouldContain("as azure/gpt-5.4-mini");
    }

    [Fact]
    public void A_host_of_ones_own_can_be_free_for_all_models_and_has_no_batch_price_without_a_batch_API()
    {
        var book = Load("""
            providers: { lab: { base_url: http://127.0.0.1:8000/v1 } }
            prices: { lab/*: { input: 0, output: 0 } }
            """);
        book.Find("lab", "anything", AnswerMode.Live)!.Rates.ShouldBe(new Rates(0, 0));
        book.Find("lab", "anything", AnswerMode.Batch).ShouldBeNull();
    }

    [Fact]
    public void Long_context_has_tiers_in_order_of_their_input()
    {
        var price = Load("""
            prices:
              gemini/next-pro:
                input: 1
                output: 10
                long_context:
                  - { from_input_tokens: 500001, input: 3, output: 15 }
                  - { from_input_tokens: 200001, input: 2, output: 15 }
            """).Find("gemini", "next-pro", AnswerMode.Batch)!;
        price.LongContext.Select(tier => (tier.FromInputTokens, tier.Rates.Input)).ShouldBe([(200_001, 1m), (500_001, 1.5m)]);
    }

    [Theory]
    [InlineData("gpt-5.4-mini: { input: 1, output: 1 }", "is not of the form provider/model")]
    [InlineData("openai/x: { input: 1 }", "needs input and output")]
    [InlineData("openai/x:", "needs input and output")]
    [InlineData("openai/x: { input: -1, output: 1 }", "has a price of -1; prices are 0 or more")]
    [InlineData("openai/x: { as: openai/gpt-99 }", "is priced as openai/gpt-99, which has no price")]
    [InlineData("openai/x: { as: openai/gpt-5.4, input: 1, output: 1 }", "keep one of them")]
    [InlineData("openai/x: { input: 1, output: 1, long_context: [ { input: 1, output: 2 } ] }", "without from_input_tokens")]
    [InlineData("openai/x: { input: 1, output: 1, batch: { input: 1 } }", "'openai/x: batch' needs input and output")]
    [InlineData("openai/x: { input: cheap, output: 1 }", "line 1")]
    [InlineData("openai/x: { inputs: 1, output: 1 }", "line 1")]
    public void What_cannot_be_is_said_with_its_cure(string line, string expected) =>
        Should.Throw<ConfigurationException>(() => Load($"prices: {{ {line} }}")).Message.ShouldContain(expected);

    private PriceBook Load(string yaml) => ConfigurationFile.Load(_folder.Write("nightshift.yaml", yaml)).Prices;
}
