using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Planning;

/// <summary>The members of a task that one source (a file, the flags) sets; null where it says nothing. Members mean what they mean in <see cref="TaskDefinition"/>.</summary>
public sealed record TaskOverrides
{
    /// <summary><c>provider/model</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The provider's endpoint.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The user message's template.</summary>
    public string? Prompt { get; init; }

    /// <summary>The system message's template.</summary>
    public string? System { get; init; }

    /// <summary>Output tokens at the most.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>How far a cut answer may raise the limit.</summary>
    public int? RetryMaxTokens { get; init; }

    /// <summary>Sampling temperature.</summary>
    public decimal? Temperature { get; init; }

    /// <summary>The labels of which the answer must be one.</summary>
    public IReadOnlyList<string>? OneOf { get; init; }

    /// <summary>The text of a JSON schema.</summary>
    public string? Schema { get; init; }

    /// <summary>The answer's column.</summary>
    public string? OutputColumn { get; init; }

    /// <summary>Attempts per row at the most.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Further members of the request body; when two sources set them, they are joined name by name.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Parameters { get; init; }

    /// <summary>These members, and those of <paramref name="below"/> where these say nothing: the flags over the file.</summary>
    public TaskOverrides Over(TaskOverrides below) => new()
    {
        Model = Model ?? below.Model,
        Endpoint = Endpoint ?? below.Endpoint,
        Prompt = Prompt ?? below.Prompt,
        System = System ?? below.System,
        MaxTokens = MaxTokens ?? below.MaxTokens,
        RetryMaxTokens = RetryMaxTokens ?? below.RetryMaxTokens,
        Temperature = Temperature ?? below.Temperature,
        OneOf = OneOf ?? below.OneOf,
        Schema = Schema ?? below.Schema,
        OutputColumn = OutputColumn ?? below.OutputColumn,
        MaxAttempts = MaxAttempts ?? below.MaxAttempts,
        Parameters = Joined(Parameters, below.Parameters),
    };

    /// <summary>The task that these members make, checked.</summary>
    /// <param name="raw">The input is a raw batch file: its lines bring their bodies, so that neither prompt nor model is needed (the model is then empty).</param>
    /// <exception cref="TaskException">Something is missing, or does not fit.</exception>
    public TaskDefinition ToDefinition(bool raw = false)
    {
        var bare = new TaskDefinition { Model = Model ?? "" };
        var task = bare with
        {
            Endpoint = Endpoint ?? bare.Endpoint,
            Prompt = Prompt,
            System = System,
            MaxTokens = MaxTokens,
            RetryMaxTokens = RetryMaxTokens,
            Temperature = Temperature,
            OneOf = OneOf ?? bare.OneOf,
            Schema = Schema,
            OutputColumn = OutputColumn,
            MaxAttempts = MaxAttempts ?? bare.MaxAttempts,
            Parameters = Parameters ?? bare.Parameters,
        };
        TaskChecks.Check(task, raw);
        return task;
    }

    private static IReadOnlyDictionary<string, JsonElement>? Joined(
        IReadOnlyDictionary<string, JsonElement>? over, IReadOnlyDictionary<string, JsonElement>? below)
    {
        if (over is null || below is null)
            return over ?? below;
        var joined = new Dictionary<string, JsonElement>(below, StringComparer.Ordinal);
        foreach (var (name, value) in over)
            joined[name] = value;
        return joined;
    }
}
