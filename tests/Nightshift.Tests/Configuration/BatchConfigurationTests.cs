using Nightshift.Configuration;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.OpenAi;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Providers;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Configuration;

/// <summary>What a configuration says about batch APIs, as users write it.</summary>
public sealed class BatchConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_word_gives_a_host_of_ones_own_a_batch_API()
    {
        var lab = Load("""
            providers:
              lab:
                base_url: http://127.0.0.1:8000/v1
                batch: openai
            """);
        lab.BaseAddress.ShouldBe(new Uri("http://127.0.0.1:8000/v1"));
        var terms = lab.Batch.ShouldNotBeNull();
        (terms.MostRows, terms.MostBytes, terms.Discount, terms.EnqueuedTokens).ShouldBe((50_000, 200_000_000, 0, null));
        // A host that is not OpenAI's may not know what it never said.
        Traits(terms).ShouldBe(new OpenAiTraits());
        terms.Source.ShouldStartWith(_folder["nightshift.yaml"]);
    }

    [Fact]
    public void A_mapping_says_what_is_otherwise()
    {
        var terms = Load("""
            providers:
              novita:
                base_url: https://api.novita.ai/openai/v1
                api_key_env: NOVITA_KEY
                batch:
                  protocol: openai
                  url: /v1/completions
                  window_hours: 48
                  metadata: false
                  most_rows: 1000
                  most_bytes: 5000000
                  enqueued_tokens: 2000000
                  discount: 0.5
                  poll_seconds: 0.5
                  list_lag_seconds: 300
            """).Batch.ShouldNotBeNull();
        (terms.FirstLook, terms.ListLag).ShouldBe((TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(5)));
        (terms.MostRows, terms.MostBytes, terms.Discount, terms.EnqueuedTokens, terms.Window).ShouldBe((1000, 5_000_000, 0.5m, 2_000_000, TimeSpan.FromHours(48)));
        Traits(terms).ShouldBe(new OpenAiTraits { Url = "/v1/completions", Window = TimeSpan.FromHours(48), MetadataName = null });
    }

    [Fact]
    public void An_entry_with_the_name_of_a_built_in_provider_and_no_address_adjusts_it()
    {
        var groq = Load("""
            providers:
              groq:
                rpm: 30
                batch: { window_hours: 168, discount: 0.25 }
            """);
        (groq.BaseAddress, groq.KeyVariable, groq.BaseAddressVariable, groq.Rpm).ShouldBe((new Uri("https://api.groq.com/openai/v1"), "GROQ_API_KEY", "GROQ_BASE_URL", 30));
        var terms = groq.Batch.ShouldNotBeNull();
        (terms.Discount, terms.Window, terms.Expiry, terms.MostRows).ShouldBe((0.25m, TimeSpan.FromDays(7), TimeSpan.FromDays(7), 50_000));
        terms.Caveats.ShouldBe(Groq.Provider.Batch!.Caveats);
    }

    [Fact]
    public void An_adjusted_provider_keeps_what_is_not_mentioned()
    {
        Load("providers: { openai: { tpm: 90000 } }").ShouldBe(Nightshift.Providers.OpenAi.Provider with { Tpm = 90_000 });
        var azure = Load("providers: { azure: { batch: { enqueued_tokens: 50000000 } } }");
        azure.Protocol.ShouldBeSameAs(ChatCompletionsProtocol.Azure);
        azure.Batch!.Protocol.ShouldBeSameAs(Azure.Provider.Batch!.Protocol);
        azure.Batch.EnqueuedTokens.ShouldBe(50_000_000);
    }

    [Fact]
    public void A_second_resource_of_Azure()
    {
        var second = Load("""
            providers:
              azure-west:
                base_url: https://west.openai.azure.com/openai/v1
                api_key_env: WEST_KEY
                protocol: azure
                batch: azure
            """);
        second.Protocol.ShouldBeSameAs(ChatCompletionsProtocol.Azure);
        (second.Batch!.MostRows, second.Batch.Discount).ShouldBe((100_000, 0.5m));
    }

    [Theory]
    [InlineData("batch: opnai", "batch of 'lab' is 'opnai'; did you mean 'openai'?; it is one of")]
    [InlineData("batch: ollama", "batch of 'lab' is 'ollama'")]
    [InlineData("batch: { most_rows: 5 }", "batch of 'lab' needs a protocol; it is one of")]
    [InlineData("batch: { protocol: openai, most_rows: 0 }", "most_rows in the batch of 'lab' is 0; give 1 or more")]
    [InlineData("batch: { protocol: openai, most_bytes: -1 }", "most_bytes in the batch of 'lab' is -1")]
    [InlineData("batch: { protocol: openai, discount: 50 }", "discount in the batch of 'lab' is 50; give the part that is not paid")]
    [InlineData("batch: { protocol: openai, poll_seconds: 0 }", "poll_seconds in the batch of 'lab' is 0; give more than 0 and at most 3600")]
    [InlineData("batch: { protocol: openai, list_lag_seconds: -0.5 }", "list_lag_seconds in the batch of 'lab' is -0.5; give 0 to 3600")]
    [InlineData("batch: { protocol: openai, window_hours: 0 }", "window_hours in the batch of 'lab' is 0")]
    [InlineData("batch: { protocol: openai, url: v1/chat }", "url in the batch of 'lab' is v1/chat; give a path")]
    [InlineData("batch: { protocol: openai, enqueued_tokens: lots }", "line 4")]
    [InlineData("batch: { protocol: openai, most_row: 5 }", "line 4")]
    [InlineData("protocol: mistral", "protocol of 'lab' is 'mistral'; it is chat, azure, anthropic or gemini")]
    public void What_cannot_be_is_said_with_its_cure(string line, string expected) => Should.Throw<ConfigurationException>(() => Load($"""
        providers:
          lab:
            base_url: http://127.0.0.1:8000/v1
            {line}
        """)).Message.ShouldContain(expected);

    [Fact]
    public void A_new_name_needs_an_address() =>
        Should.Throw<ConfigurationException>(() => Load("providers: { lab: { batch: openai } }")).Message.ShouldContain("provider 'lab' needs a base_url");

    private static OpenAiTraits Traits(BatchTerms terms) => terms.Protocol.ShouldBeOfType<OpenAiBatches>().Traits;

    private Provider Load(string yaml) => ConfigurationFile.Load(_folder.Write("nightshift.yaml", yaml)).Providers.ShouldHaveSingleItem();
}
