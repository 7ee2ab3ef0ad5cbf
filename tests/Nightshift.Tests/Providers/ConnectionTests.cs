using Nightshift.Providers;

namespace Nightshift.Tests.Providers;

public sealed class ConnectionTests
{
    private static Connection Resolve(string model, string? baseUrl = null, bool allowInsecure = false, params (string Name, string Value)[] environment) =>
        Connection.Resolve(model, baseUrl, new ProviderCatalog(), name => environment.FirstOrDefault(pair => pair.Name == name).Value, allowInsecure);

    private static string Refusal(string model, string? baseUrl = null, params (string Name, string Value)[] environment) =>
        Should.Throw<ConnectionException>(() => Resolve(model, baseUrl, false, environment)).Message;

    [Fact]
    public void A_key_and_a_model_are_enough()
    {
        var connection = Resolve("openai/gpt-5.4-mini", environment: ("OPENAI_API_KEY", "sk-1"));
        connection.Endpoint.ShouldBe(new Uri("https://api.openai.com/v1/chat/completions"));
        connection.Key.ShouldBe("sk-1");
        connection.Model.Model.ShouldBe("gpt-5.4-mini");
        connection.Destination.ShouldBe("openai");
    }

    [Theory]
    [InlineData("anthropic/claude-sonnet-4-5", "https://api.anthropic.com/v1/messages")]
    [InlineData("gemini/gemini-2.5-flash", "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent")]
    public void A_provider_with_a_format_of_its_own_is_reached_where_that_goes(string model, string address) =>
        Resolve(model, environment: [("ANTHROPIC_API_KEY", "sk-1"), ("GEMINI_API_KEY", "sk-2")]).Endpoint.ShouldBe(new Uri(address));

    [Theory]
    [InlineData("AZURE_OPENAI_ENDPOINT", "https://mine.openai.azure.com/")]
    [InlineData("AZURE_OPENAI_ENDPOINT", "https://mine.openai.azure.com/openai/v1/")]
    [InlineData("AZURE_OPENAI_BASE_URL", "https://mine.openai.azure.com/openai/v1")]
    public void Azure_is_reached_at_the_users_own_resource(string variable, string value)
    {
        var connection = Resolve("azure/my-deployment", environment: [(variable, value), ("AZURE_OPENAI_API_KEY", "k")]);
        connection.Endpoint.ShouldBe(new Uri("https://mine.openai.azure.com/openai/v1/chat/completions"));
        connection.Destination.ShouldBe("azure https://mine.openai.azure.com/openai/v1");
        using var request = new HttpRequestMessage();
        connection.Provider.Protocol.Authorize(request.Headers, "k");
        request.Headers.GetValues("api-key").ShouldBe(["k"]);
        request.Headers.Authorization.ShouldBeNull();
    }

    [Fact]
    public void Azure_without_an_address_says_where_to_put_it() =>
        Refusal("azure/my-deployment").ShouldBe("no address is known for azure; give it with --base-url or AZURE_OPENAI_BASE_URL or AZURE_OPENAI_ENDPOINT");

    [Fact]
    public void Batches_are_where_the_live_endpoint_is_and_at_Fireworks_at_the_account()
    {
        Resolve("anthropic/x", environment: ("ANTHROPIC_API_KEY", "k")).BatchAddress.ShouldBe(new Uri("https://api.anthropic.com"));
        Resolve("fireworks/x", environment: [("FIREWORKS_API_KEY", "k"), ("FIREWORKS_ACCOUNT_ID", "our team")]).BatchAddress
            .ShouldBe(new Uri("https://api.fireworks.ai/v1/accounts/our%20team"));
        var unnamed = Resolve("fireworks/x", environment: ("FIREWORKS_API_KEY", "k"));
        Should.Throw<ConnectionException>(() => unnamed.BatchAddress).Message.ShouldStartWith("FIREWORKS_ACCOUNT_ID is not set; export FIREWORKS_ACCOUNT_ID=…");
        var elsewhere = Resolve("fireworks/x", "https://gateway.example/v1", environment: [("FIREWORKS_API_KEY", "k"), ("FIREWORKS_ACCOUNT_ID", "a")]);
        Should.Throw<ConnectionException>(() => elsewhere.BatchAddress).Message.ShouldContain("/inference/v1");
    }

    [Fact]
    public void A_resource_of_Azure_always_needs_its_key() =>
        Refusal("azure/my-deployment", null, ("AZURE_OPENAI_ENDPOINT", "https://mine.openai.azure.com")).ShouldStartWith("AZURE_OPENAI_API_KEY is not set");

    [Fact]
    public void A_missing_key_is_named_with_the_cure() =>
        Refusal("openai/gpt-5.4-mini").ShouldBe("OPENAI_API_KEY is not set; export OPENAI_API_KEY=… with your openai key, then run the same command again");

    [Fact]
    public void An_endpoint_of_ones_own_needs_no_key()
    {
        var connection = Resolve("openai/meta-llama/Llama-3-8b", "http://127.0.0.1:8000/v1/");
        connection.Endpoint.ShouldBe(new Uri("http://127.0.0.1:8000/v1/chat/completions"));
        connection.Model.Model.ShouldBe("meta-llama/Llama-3-8b");
        connection.Key.ShouldBeNull();
        connection.Destination.ShouldBe("openai http://127.0.0.1:8000/v1/");
    }

    [Fact]
    public void The_flag_wins_over_the_variable_and_the_variable_over_the_default()
    {
        (string, string)[] environment = [("OPENAI_API_KEY", "k"), ("OPENAI_BASE_URL", "https://gateway.example/v1")];
        Resolve("openai/x", null, false, environment).BaseAddress.Host.ShouldBe("gateway.example");
        Resolve("openai/x", "https://other.example/v1", false, environment).BaseAddress.Host.ShouldBe("other.example");
    }

    [Fact]
    public void A_key_does_not_leave_in_the_clear()
    {
        Refusal("openai/x", "http://10.0.0.5/v1", ("OPENAI_API_KEY", "sk-CANARY")).ShouldNotContain("CANARY");
        Resolve("openai/x", "http://10.0.0.5/v1", true, ("OPENAI_API_KEY", "k")).Key.ShouldBe("k");
        Resolve("openai/x", "http://localhost:80/v1", false, ("OPENAI_API_KEY", "k")).Key.ShouldBe("k");
        Resolve("openai/x", "http://10.0.0.5/v1").Key.ShouldBeNull();
    }

    [Theory]
    [InlineData("gpt-5.4-mini", null, "is not of the form provider/model")]
    [InlineData("nobody/x", null, "there is no provider 'nobody'; there are: anthropic, azure, dashscope")]
    [InlineData("sim/label", null, "no address is known for sim")]
    [InlineData("openai/x", "ftp://x", "is not an http or https address")]
    [InlineData("openai/x", "https://user:pw@x/v1", "must not carry a user")]
    public void What_cannot_be_addressed_is_said_plainly(string model, string? baseUrl, string expected) =>
        Refusal(model, baseUrl, ("OPENAI_API_KEY", "k")).ShouldContain(expected);

    [Fact]
    public void A_key_is_read_anew_each_time_so_that_a_rotated_one_is_used()
    {
        var key = "old";
        var connection = Connection.Resolve("openai/x", null, new ProviderCatalog(), name => name == "OPENAI_API_KEY" ? key : null);
        key = "new";
        connection.Key.ShouldBe("new");
    }
}
