using System.Text.Json;
using Nightshift.Planning;

namespace Nightshift.Tests.Planning;

public sealed class TaskChecksTests
{
    private static readonly TaskOverrides Sound = new() { Model = "sim/label", Prompt = "{{text}}" };

    public static TheoryData<string, TaskOverrides> Faults => new()
    {
        { "no model: say --model", Sound with { Model = null } },
        { "names no provider", Sound with { Model = "gpt-5" } },
        { "no prompt", Sound with { Prompt = " " } },
        { "prompt, line 1", Sound with { Prompt = "{{#if" } },
        { "system, line 1", Sound with { System = "{{> x}}" } },
        { "endpoint 'chats' is not supported; did you mean 'chat'?", Sound with { Endpoint = "chats" } },
        { "temperature is 2.1", Sound with { Temperature = 2.1m } },
        { "max_tokens is 0", Sound with { MaxTokens = 0 } },
        { "retry_max_tokens is 5; it must be above", Sound with { MaxTokens = 5, RetryMaxTokens = 5 } },
        { "not set: set it too", Sound with { RetryMaxTokens = 5 } },
        { "max_attempts is 0", Sound with { MaxAttempts = 0 } },
        { "output_column is empty", Sound with { OutputColumn = "" } },
        { "only 'a'", Sound with { OneOf = ["a"] } },
        { "'A' twice", Sound with { OneOf = ["A", "b", "a"] } },
        { "empty label", Sound with { OneOf = ["A", ""] } },
        { "line break", Sound with { OneOf = ["A", "b\nc"] } },
        { "half of a character", Sound with { OneOf = ["A", "b\ud800"] } },
        { "keep one of them", Sound with { OneOf = ["A", "b"], Schema = "{}" } },
        { "schema is not JSON", Sound with { Schema = "{" } },
        { "must be an object", Sound with { Schema = "[]" } },
        { "not a JSON Schema", Sound with { Schema = """{"properties":3}""" } },
        { "'objekt' is not a type; did you mean 'object'?", Sound with { Schema = """{"type":"objekt"}""" } },
        { "leads out of the schema", Sound with { Schema = """{"items":{"$ref":"http://127.0.0.1/x"}}""" } },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void A_fault_says_what_and_how_to_cure_it(string message, TaskOverrides task) =>
        Should.Throw<TaskException>(() => task.ToDefinition()).Message.ShouldContain(message);

    [Fact]
    public void Flags_win_over_the_file_and_parameters_are_joined()
    {
        var file = Sound with { Temperature = 1, MaxTokens = 5, Parameters = new Dictionary<string, JsonElement> { ["a"] = Json("1"), ["b"] = Json("1") } };
        var flags = new TaskOverrides { Model = "openai/x", Temperature = 0, Parameters = new Dictionary<string, JsonElement> { ["b"] = Json("2") } };
        var task = flags.Over(file).ToDefinition();
        task.Model.ShouldBe("openai/x");
        task.Prompt.ShouldBe("{{text}}");
        task.Temperature.ShouldBe(0);
        task.MaxTokens.ShouldBe(5);
        task.MaxAttempts.ShouldBe(6);
        JsonSerializer.Serialize(task.Parameters).ShouldBe("""{"a":1,"b":2}""");
    }

    [Fact]
    public void A_raw_batch_file_needs_neither_model_nor_prompt()
    {
        new TaskOverrides().ToDefinition(raw: true).Model.ShouldBeEmpty();
        Should.Throw<TaskException>(() => Sound.ToDefinition(raw: true)).Message.ShouldContain("bring their own bodies");
        Should.Throw<TaskException>(() => new TaskOverrides { MaxTokens = 5 }.ToDefinition(raw: true)).Message.ShouldContain("theirs to set");
    }

    private static Dictionary<string, JsonElement> One(string name) => new() { [name] = Json("1") };

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
