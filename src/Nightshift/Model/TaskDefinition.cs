using System.Text.Json;

namespace Nightshift.Model;

/// <summary>What to do with each row. Immutable; two equal definitions render equal requests.</summary>
public sealed record TaskDefinition
{
    /// <summary><c>provider/model</c>, as the user gave it: <c>openai/gpt-5.4-mini</c>, <c>sim/label</c>; empty when a raw batch file says it itself.</summary>
    public required string Model { get; init; }

    /// <summary>Which of the provider's endpoints: <c>chat</c>.</summary>
    public string Endpoint { get; init; } = "chat";

    /// <summary>The user message, a Handlebars template over the row's columns; null only for raw batch files, which bring their bodies.</summary>
    public string? Prompt { get; init; }

    /// <summary>The system message, a template too; null for none.</summary>
    public string? System { get; init; }

    /// <summary>Output tokens at the most; null leaves it to the provider.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The limit up to which an answer cut off at <see cref="MaxTokens"/> is asked for again, doubling; null keeps cut answers out and says so.</summary>
    public int? RetryMaxTokens { get; init; }

    /// <summary>Sampling temperature; null leaves it to the provider.</summary>
    public decimal? Temperature { get; init; }

    /// <summary>The labels of which the answer must be one; empty for a free answer.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>A JSON schema (its text) that the answer must satisfy; null for a free answer.</summary>
    public string? Schema { get; init; }

    /// <summary>Further members of the request body, passed through as they are: <c>seed</c>, <c>top_p</c>, <c>reasoning_effort</c>, …</summary>
    public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>The answer's column in the output; null for <c>answer</c>, or for one column per property of the schema.</summary>
    public string? OutputColumn { get; init; }

    /// <summary>Attempts per row at the most, the first included.</summary>
    public int MaxAttempts { get; init; } = 6;
}
