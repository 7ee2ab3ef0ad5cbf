using System.Text.Json;
using Nightshift.Simulator.Chat;
using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Batches;

/// <summary>A row as it was sent.</summary>
/// <param name="CustomId">Its id; null when it has none.</param>
/// <param name="Body">The request; undefined when it has none.</param>
/// <param name="Endpoint">What is asked; null when that is unknown.</param>
/// <param name="Model">The model when it is named beside the body.</param>
internal readonly record struct Row(string? CustomId, JsonElement Body, Endpoint? Endpoint, string? Model);

/// <summary>What became of a row.</summary>
internal abstract record RowFate
{
    /// <summary>Answered and billed.</summary>
    public sealed record Answered(Endpoint Endpoint, Completion Completion) : RowFate
    {
        /// <summary>Leaves out what was said.</summary>
        public bool Empty { get; init; }
    }

    /// <summary>The endpoint said no.</summary>
    public sealed record Refused(Refusal Refusal) : RowFate
    {
        /// <summary>The error stands beside an absent response.</summary>
        public bool Outside { get; init; }
    }

    /// <summary>It never came to an answer.</summary>
    public sealed record Undone(string Code, string Message) : RowFate;
}

/// <summary>Which file a line goes to.</summary>
internal enum ResultFile
{
    Output,
    Error,
    None,
}

/// <summary>How a dialect writes the lines of its inputs and results, and what it asks of an input.</summary>
internal abstract class LineFormat
{
    /// <summary>Rows in one batch.</summary>
    public virtual int MostRows => 50_000;

    /// <summary>Bytes of one input.</summary>
    public virtual long MostBytes => 200_000_000;

    /// <summary>Reads a line that is a JSON object, as far as it is understood.</summary>
    public abstract Row Read(JsonElement line, BatchOrder order);

    /// <summary>Says what is wrong with a line; the check as a whole looks after ids that repeat.</summary>
    public abstract IEnumerable<LineFault> Check(JsonElement line, Row row, BatchOrder order, string? firstModel, int number);

    /// <summary>Writes a row's line of the results and says where it goes.</summary>
    public abstract ResultFile Write(Utf8JsonWriter json, ResultLine line);

    /// <summary>The faults of the file as a whole.</summary>
    public virtual LineFault? Empty => new("empty_file", "The input file is empty. Please ensure that the batch contains at least one request.");

    public virtual LineFault TooManyRows => new("too_many_tasks", $"The batch has more than {MostRows} requests.");

    // Azure's names, 2026-08; that of a file which is too large is unverified.
    public virtual LineFault TooManyBytes => new("file_too_large", $"The input file is larger than {MostBytes} bytes.");

    public virtual LineFault BadJson(int number) => new("invalid_json_line", "This line is not parseable as valid JSON.", null, number);

    public virtual LineFault Duplicate(string customId, int number) =>
        new("duplicate_custom_id", $"The custom_id '{customId}' is not unique in the batch.", "custom_id", number);
}

/// <summary>A line of the results that is to be written.</summary>
internal readonly record struct ResultLine(Batch Batch, int Index, string? CustomId, JsonElement Sent, RowFate Fate)
{
    /// <summary>A number for ids in the line, the same whenever it is written.</summary>
    public string Id => Ids.Hex(Batch.Number, (ulong)Index, 32);
}
