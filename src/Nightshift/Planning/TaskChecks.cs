using Nightshift.Model;
using Nightshift.Planning.Templates;
using Nightshift.Protocols;

namespace Nightshift.Planning;

/// <summary>What must hold of a task before any row is read.</summary>
public static class TaskChecks
{
    private static readonly string[] Endpoints = ["chat"];

    /// <summary>Passes a sound task through.</summary>
    /// <param name="task">The task as file and flags made it.</param>
    /// <param name="raw">Whether the rows bring their own bodies.</param>
    /// <exception cref="TaskException">The first thing that is wrong, with the cure.</exception>
    public static void Check(TaskDefinition task, bool raw = false)
    {
        Require(
            !task.OneOf.Append(task.Model).Concat(task.Parameters.Keys).Any(text => HalfSurrogate.IndexIn(text) >= 0),
            "model, one_of and the names in parameters must be whole text; one has half of a character (a surrogate without its partner)");
        CheckModel(task, raw);
        CheckEndpoint(task.Endpoint);
        CheckPrompt(task, raw);
        CheckNumbers(task);
        CheckLabels(task);
        if (task.Schema is { } schema)
            AnswerSchema.Parse(schema);
    }

    private static void CheckModel(TaskDefinition task, bool raw)
    {
        if (task.Model.Length == 0)
        {
            Require(raw, "no model: say --model provider/model, or write 'model: provider/model' in the task file (for example openai/gpt-5.4-mini, or sim/label to try it out)");
            return;
        }
        var slash = task.Model.IndexOf('/');
        Require(slash > 0 && slash < task.Model.Length - 1, $"model '{task.Model}' names no provider: write provider/model, for example openai/{task.Model.Trim('/')}");
    }

    private static void CheckEndpoint(string endpoint) => Require(
        Endpoints.Contains(endpoint, StringComparer.Ordinal),
        $"endpoint '{endpoint}' is not supported{NearestName.Hint(endpoint, Endpoints)} (there is: {string.Join(", ", Endpoints)})");

    private static void CheckPrompt(TaskDefinition task, bool raw)
    {
        Require(raw || !string.IsNullOrWhiteSpace(task.Prompt), "no prompt: say --prompt TEXT or --prompt @FILE, or write 'prompt:' in the task file");
        Require(
            !raw || (task.Prompt is null && task.System is null && task.OneOf.Count == 0 && task.Schema is null),
            "the rows of a batch file bring their own bodies: prompt, system, one_of and schema have no place there; leave them out");
        Require(
            !raw || (task.MaxTokens is null && task.RetryMaxTokens is null && task.Temperature is null && task.Parameters.Count == 0),
            "the rows of a batch file bring their own bodies: max_tokens, retry_max_tokens, temperature and parameters are theirs to set; leave them out");
        if (task.Prompt is { } prompt)
            PromptTemplate.Parse(prompt, "prompt");
        if (task.System is { } system)
            PromptTemplate.Parse(system, "system");
    }

    private static void CheckNumbers(TaskDefinition task)
    {
        Require(task.Temperature is null or (>= 0 and <= 2), $"temperature is {task.Temperature}; it goes from 0 to 2");
        Require(task.MaxTokens is null or >= 1, $"max_tokens is {task.MaxTokens}; it must be 1 or more");
        Require(
            task.RetryMaxTokens is null || (task.MaxTokens is { } limit && task.RetryMaxTokens > limit),
            $"retry_max_tokens is {task.RetryMaxTokens}; it must be above max_tokens ({task.MaxTokens?.ToString() ?? "not set: set it too"})");
        Require(task.MaxAttempts >= 1, $"max_attempts is {task.MaxAttempts}; it must be 1 or more");
        Require(task.OutputColumn is null || !string.IsNullOrWhiteSpace(task.OutputColumn), "output_column is empty; give it a name, or leave it out for 'answer'");
    }

    private static void CheckLabels(TaskDefinition task)
    {
        if (task.OneOf.Count == 0)
            return;
        Require(task.Schema is null, "one_of and schema are two answers to one question: keep one of them");
        Require(!task.OneOf.Any(string.IsNullOrWhiteSpace), "one_of has an empty label; take it out");
        Require(!task.OneOf.Any(label => label.AsSpan().ContainsAny('\r', '\n')), "one_of has a label with a line break; labels are one line each");
        var twice = task.OneOf.GroupBy(label => label.Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1);
        Require(twice is null, $"one_of has '{twice?.Key}' twice (letter case does not tell labels apart); take one out");
        Require(task.OneOf.Count > 1, $"one_of has only '{task.OneOf[0]}'; it needs two labels or more");
    }

    /// <summary>What the task itself decides, or what would change the shape of the answer under our feet, is no parameter.</summary>
    /// <exception cref="TaskException">One of them is.</exception>
    public static void CheckParameters(TaskDefinition task, ChatProtocol protocol)
    {
        foreach (var name in task.Parameters.Keys)
        {
            Require(
                !protocol.OwnMembers.Contains(name, StringComparer.Ordinal),
                $"parameters sets '{name}', which Nightshift writes itself; take it out{(name is "model" or "max_tokens" or "temperature" ? $" and write '{name}:' at the top of the task" : "")}");
        }
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new TaskException(message);
    }
}
