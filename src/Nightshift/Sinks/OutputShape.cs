using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Sinks;

/// <summary>What the output's columns are.</summary>
public sealed record OutputShape
{
    private static readonly string[] OwnColumns = ["_status", "_error", "_model", "_mode", "_input_tokens", "_output_tokens", "_cost_usd"];

    private OutputShape()
    {
    }

    /// <summary>The input's columns, in order.</summary>
    public required IReadOnlyList<string> InputColumns { get; init; }

    /// <summary>The columns of the answer, under names that the input does not have.</summary>
    public required IReadOnlyList<string> AnswerColumns { get; init; }

    /// <summary>The properties of the answer that fill <see cref="AnswerColumns"/>; empty when the whole answer fills the one column.</summary>
    public required IReadOnlyList<string> AnswerProperties { get; init; }

    /// <summary>
    /// The columns on what became of the row: <c>_status</c>, <c>_error</c>, <c>_model</c>, <c>_mode</c>,
    /// <c>_input_tokens</c>, <c>_output_tokens</c>, <c>_cost_usd</c>.
    /// </summary>
    public required IReadOnlyList<string> StatusColumns { get; init; }

    /// <summary>Whether answers are JSON values rather than text: the task has a schema.</summary>
    public required bool AnswerIsJson { get; init; }

    /// <summary>All columns of a CSV, in order.</summary>
    public IEnumerable<string> Columns => [.. InputColumns, .. AnswerColumns, .. StatusColumns];

    /// <summary>
    /// The shape of a job's output. A column of ours whose name the input has already gets <c>_2</c> (or the next free number) behind it.
    /// With a schema for objects each of their properties has its column, unless the task names one column for all.
    /// </summary>
    /// <param name="inputColumns">The input's columns, in order and unique.</param>
    /// <param name="task">What was asked of each row.</param>
    public static OutputShape For(IReadOnlyList<string> inputColumns, TaskDefinition task)
    {
        var properties = task is { Schema: { } schema, OutputColumn: null } ? RootProperties(schema) : [];
        var taken = inputColumns.ToHashSet(StringComparer.Ordinal);
        return new OutputShape
        {
            InputColumns = inputColumns,
            AnswerProperties = properties,
            AnswerColumns = [.. (properties is [] ? [task.OutputColumn ?? "answer"] : properties).Select(Free)],
            StatusColumns = [.. OwnColumns.Select(Free)],
            AnswerIsJson = task.Schema is not null,
        };

        string Free(string name)
        {
            var free = name;
            for (var number = 2; !taken.Add(free); number++)
                free = $"{name}_{number}";
            return free;
        }
    }

    private static IReadOnlyList<string> RootProperties(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return document.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? [.. properties.EnumerateObject().Select(static property => property.Name).Distinct(StringComparer.Ordinal)]
            : [];
    }
}
