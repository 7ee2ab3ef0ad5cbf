using System.Text.Json;
using Nightshift.Model;
using Nightshift.Planning;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Nightshift.Settling;

/// <summary>Holds answers against what the task asked for: one of its labels, or JSON by its schema. Safe for many threads.</summary>
public sealed class AnswerCheck
{
    private readonly LabelMatcher? _labels;
    private readonly JsonSchema? _schema;

    /// <summary>Prepares the check of one task.</summary>
    /// <exception cref="TaskException">The task's schema cannot be used.</exception>
    public AnswerCheck(TaskDefinition task)
    {
        _labels = task.OneOf.Count == 0 ? null : new LabelMatcher(task.OneOf);
        _schema = task.Schema is null ? null : AnswerSchema.Parse(task.Schema);
    }

    /// <summary>Whether not every text will do: one that passes is whole, whatever cut it.</summary>
    public bool IsBinding => _labels is not null || _schema is not null;

    /// <summary>Judges the text that a model gave.</summary>
    public CheckedAnswer Check(string answer) => (_labels, _schema) switch
    {
        ({ } labels, _) => labels.Find(answer) is { } label
            ? new CheckedAnswer.Accepted(label)
            : new CheckedAnswer.Rejected($"answer \"{Excerpt(answer)}\" is none of the labels"),
        (_, { } schema) => CheckJson(WithoutFence(answer), schema),
        _ => new CheckedAnswer.Accepted(answer),
    };

    private static CheckedAnswer CheckJson(string json, JsonSchema schema)
    {
        try
        {
            // The schema library's own reader takes comments and single quotes for JSON: this one does not.
            JsonDocument.Parse(json).Dispose();
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            // The parser quotes what it stumbled over, line breaks included. ArgumentException: half of a surrogate pair.
            return new CheckedAnswer.Rejected($"answer \"{Excerpt(json)}\" is not JSON: {JsonFault.Sentence(fault)}");
        }

        try
        {
            return schema.Validate(json).FirstOrDefault() is { } error
                ? new CheckedAnswer.Rejected($"answer does not fit the schema: {Sentence(error)}")
                : new CheckedAnswer.Accepted(json);
        }
        catch (Exception fault)
        {
            // The library reads whole numbers into 64 bits, and shows larger ones as any exception there is.
            return new CheckedAnswer.Rejected($"answer \"{Excerpt(json)}\" cannot be held against the schema: {JsonFault.Sentence(fault)}");
        }
    }

    private static string Sentence(ValidationError error)
    {
        var place = error.Path is null or "" or "#/" ? "the whole" : Excerpt(error.Path.TrimStart('#', '/').Replace('/', '.'));
        return $"{place}: {string.Concat(error.Kind.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"))}";
    }

    private static string WithoutFence(string answer)
    {
        var text = answer.Trim();
        if (!text.StartsWith("```", StringComparison.Ordinal) || !text.EndsWith("```", StringComparison.Ordinal))
            return text;
        var firstLine = text.IndexOf('\n');
        return firstLine < 0 || firstLine > text.Length - 3 ? text : text[firstLine..^3].Trim();
    }

    private static string Excerpt(string answer)
    {
        const int Longest = 80;
        var line = answer.Trim().ReplaceLineEndings(" ");
        if (line.Length <= Longest)
            return line;
        return $"{line[..(char.IsHighSurrogate(line[Longest - 1]) ? Longest - 1 : Longest)]}…";
    }
}

/// <summary>What became of an answer. A closed family.</summary>
public abstract record CheckedAnswer
{
    private CheckedAnswer()
    {
    }

    /// <summary>It is what the task asked for.</summary>
    /// <param name="Text">The label as the task writes it, the JSON without a fence, or the free text as it is.</param>
    public sealed record Accepted(string Text) : CheckedAnswer;

    /// <summary>It is not: why, in one sentence.</summary>
    public sealed record Rejected(string Sentence) : CheckedAnswer;
}
