using Nightshift.Configuration;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Configuration;

/// <summary>Further accounts, and routes over them, as users write them.</summary>
public sealed class RouteConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_further_account_is_as_its_provider_but_for_what_is_said()
    {
        var catalog = Load("""
            providers:
              openai-b: { as: openai, api_key_env: OPENAI_B_KEY, rpm: 500 }
              azure-eu: { as: azure, base_url: https://eu.openai.azure.com/openai/v1, api_key_env: AZURE_EU_KEY }
            """).Catalog;
        var openai = catalog.Find("openai")!;
        catalog.Find("openai-b").ShouldBe(openai with { Name = "openai-b", KeyVariable = "OPENAI_B_KEY", SamePricesAs = "openai", Rpm = 500 });
        catalog.Find("openai-b")!.ListingOf(AnswerMode.Batch).ShouldBe(new PriceListing("openai", AnswerMode.Batch));
        var azure = catalog.Find("azure-eu")!;
        (azure.BaseAddress!.Host, azure.BaseAddressVariable, azure.Resource, azure.Batch).ShouldBe(("eu.openai.azure.com", null, null, catalog.Find("azure")!.Batch));
    }

    [Fact]
    public void An_account_with_prices_of_its_own_has_those()
    {
        var file = Load("""
            providers: { openai-b: { as: openai, api_key_env: OPENAI_B_KEY } }
            prices: { openai-b/gpt-5.4-mini: { input: 0.5, output: 3 } }
            """);
        var provider = file.Catalog.Find("openai-b")!;
        file.Prices.Find(provider.ListingOf(AnswerMode.Live).Provider, "gpt-5.4-mini", AnswerMode.Live)!.Rates.Input.ShouldBe(0.5m);
    }

    [Fact]
    public void A_route_is_found_by_its_name_and_reaches_its_members_in_their_order()
    {
        var catalog = Load("""
            providers: { openai-b: { as: openai, api_key_env: OPENAI_B_KEY } }
            routes:
              pool/mini: [openai/gpt-5.4-mini, openai-b/gpt-5.4-mini, groq/llama-3.3-70b-versatile]
              openai/gpt-5.4: [openai/gpt-5.4, openai-b/gpt-5.4]
            """).Catalog;
        var set = ConnectionSet.Resolve("Pool/mini", null, catalog, name => name is "OPENAI_B_KEY" or "GROQ_API_KEY" ? "sk" : null);
        set.Destination.ShouldBe("route pool/mini");
        $"{set.First.Model}".ShouldBe("openai/gpt-5.4-mini", "its wire format counts, whether it has a key or not");
        set.Usable.Select(connection => $"{connection.Model}").ShouldBe(["openai-b/gpt-5.4-mini", "groq/llama-3.3-70b-versatile"]);
        set.Unusable.ShouldHaveSingleItem().Why.ShouldStartWith("OPENAI_API_KEY is not set");
        ConnectionSet.Locate("openai/gpt-5.4", null, catalog, _ => null).Known.Count.ShouldBe(2, "a route can have the name of one of its members");
        ConnectionSet.Locate("openai/gpt-5.4-nano", null, catalog, _ => null).Route.ShouldBeNull();
    }

    [Theory]
    [InlineData("routes: { mini: [openai/a] }", "'mini' is not of the form provider/model")]
    [InlineData("routes: { pool/mini: [] }", "has no members")]
    [InlineData("routes: { pool/mini: }", "has no members")]
    [InlineData("routes: { pool/mini: [a] }", "has the member 'a', which is not of the form")]
    [InlineData("routes: { pool/mini: [opnai/a] }", "did you mean 'openai'?")]
    [InlineData("routes: { pool/mini: [nobody/a] }", "nobody: { as: openai, api_key_env: OTHER_KEY }")]
    [InlineData("routes: { pool/mini: ['openai/*'] }", "a member names its model")]
    [InlineData("routes: { pool/mini: [sim/echo] }", "nightshift simulate")]
    [InlineData("routes: { pool/mini: [openai/a, OpenAI/a] }", "has a member twice")]
    [InlineData("providers: { b: { as: opnai } }", "is as 'opnai', which is no built-in provider")]
    [InlineData("providers: { groq: { as: openai } }", "is built in, and cannot be as another")]
    [InlineData("providers: { b: { as: openai, base_url: nowhere } }", "base_url of 'b' is not an address")]
    public void What_cannot_be_is_said_with_its_cure(string yaml, string expected) =>
        Should.Throw<ConfigurationException>(() => Load(yaml)).Message.ShouldContain(expected);

    private ConfigurationFile Load(string yaml) => ConfigurationFile.Load(_folder.Write("nightshift.yaml", yaml));
}
