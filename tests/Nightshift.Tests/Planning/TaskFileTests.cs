using System.Text.Json;
using Nightshift.Planning;

namespace Nightshift.Tests.Planning;

public sealed class TaskFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nightshift-task-").FullName;

    [Fact]
    public void Every_member_is_read()
    {
        Write("prompt.txt", "Classify: {{text}}\n");
        Write("answer.json", """{"type":"object"}""");
        var task = Load(
            """
            model: openai/gpt-5.4-mini
            endpoint: chat
            prompt_file: prompt.txt
            system: "You sort tickets."
            max_tokens: 10
            retry_max_tokens: 40
            temperature: 0.5
            schema: answer.json
            output_column: intent
            max_attempts: 3
            parameters:
              seed: 7
              top_p: 0.9
              user: "7"
              logit_bias: {50256: -100}
              stop: [END, ~, true]
            """);
        task.Model.ShouldBe("openai/gpt-5.4-mini");
        task.Endpoint.ShouldBe("chat");
        task.Prompt.ShouldBe("Classify: {{text}}");
        task.System.ShouldBe("You sort tickets.");
        task.MaxTokens.ShouldBe(10);
        task.RetryMaxTokens.ShouldBe(40);
        task.Temperature.ShouldBe(0.5m);
        task.Schema.ShouldBe("""{"type":"object"}""");
        task.OutputColumn.ShouldBe("intent");
        task.MaxAttempts.ShouldBe(3);
        JsonSerializer.Serialize(task.Parameters).ShouldBe(
            """{"seed":7,"top_p":0.9,"user":"7","logit_bias":{"50256":-100},"stop":["END",null,true]}""");
    }

    [Theory]
    [InlineData("one_of: [billing, 'card, lost', 3]", new[] { "billing", "card, lost", "3" })]
    [InlineData("one_of: billing, card , other", new[] { "billing", "card", "other" })]
    public void Labels_are_a_list_or_a_text_with_commas(string yaml, string[] labels) => Load(yaml).OneOf.ShouldBe(labels);

    [Fact]
    public void A_schema_may_stand_in_place() =>
        Load("schema:\n  type: object\n  required: [a]\n").Schema.ShouldBe("""{"type":"object","required":["a"]}""");

    [Theory]
    [InlineData("model: a/b\nmax_token: 3", ":2:1: there is no member 'max_token'; did you mean 'max_tokens'?")]
    [InlineData("model: a/b\nmax_tokens: many", ":2:13: 'max_tokens' must be a whole number, not 'many'")]
    [InlineData("max_tokens: 1.5", ":1:13: 'max_tokens' must be a whole number")]
    [InlineData("temperature: warm", ":1:14: 'temperature' must be a number")]
    [InlineData("model: [a]", ":1:8: 'model' must be text")]
    [InlineData("one_of: {a: b}", ":1:9: 'one_of' must be a list")]
    [InlineData("parameters: 3", ":1:13: 'parameters' must be a mapping")]
    [InlineData("prompt: a\nprompt_file: b", ":2:14: 'prompt' and 'prompt_file' are both there")]
    [InlineData("model: 'a", "not YAML")]
    [InlineData("a: 1\na: 2", "not YAML")]
    [InlineData("- a", ":1:1: a task is one mapping")]
    [InlineData("", "is empty")]
    [InlineData("parameters: &a {x: *a}", "")]
    public void A_fault_names_its_place(string yaml, string message) => Should.Throw<TaskException>(() => Load(yaml)).Message.ShouldContain(message);

    [Fact]
    public void A_bomb_of_aliases_is_refused()
    {
        var yaml = "parameters:\n  a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + string.Concat(
            Enumerable.Range(1, 9).Select(i => $"  a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));
        Should.Throw<TaskException>(() => Load(yaml)).Message.ShouldContain("too large");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Nesting_without_end_is_refused(string part) =>
        Should.Throw<TaskException>(() => TaskFile.Parse($"parameters: {string.Concat(Enumerable.Repeat(part, 5_000))}", "task.yaml"));

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Should.Throw<TaskException>(() => TaskFile.Load(Path.Combine(_folder, "none.yaml"))).Message.ShouldContain("none.yaml");

    [Fact]
    public void Text_may_come_from_a_file()
    {
        Write("p.txt", "two\nlines\r\n");
        TextArgument.Read($"@{Path.Combine(_folder, "p.txt")}", "--prompt").ShouldBe("two\nlines");
        TextArgument.Read("@@home", "--prompt").ShouldBe("@home");
        TextArgument.Read("plain", "--prompt").ShouldBe("plain");
        Should.Throw<TaskException>(() => TextArgument.Read("@none.txt", "--prompt")).Message.ShouldStartWith("--prompt: cannot read 'none.txt'");
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Random_input_is_read_or_refused_and_nothing_else(int seed)
    {
        string[] parts =
        [
            "model", "prompt", "one_of", "parameters", "schema", "temperature", "max_tokens", ":", ": ", " ", "\n", "\n  ", "- ", "[", "]", "{", "}", ",", "&a", "*a",
            "'", "\"", "|", ">", "#", "!!int ", "1", "-.5e3", "~", "\\uD800", "\\x", "\t", "?", "%YAML 1.2", "---", "...", "<<: ", "é", "\0", "\ud800",
        ];
        var random = new Random(seed);
        for (var i = 0; i < 10_000; i++)
        {
            var yaml = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => parts[random.Next(parts.Length)]));
            try
            {
                TaskFile.Parse(yaml, "task.yaml").ToDefinition();
            }
            catch (Exception fault) when (fault is not TaskException)
            {
                throw new InvalidOperationException($"seed {seed}, yaml {JsonSerializer.Serialize(yaml)}", fault);
            }
            catch (TaskException refused)
            {
                refused.Message.ShouldNotBeEmpty();
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private TaskOverrides Load(string yaml) => TaskFile.Load(Write("task.yaml", yaml));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
