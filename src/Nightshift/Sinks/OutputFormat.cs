namespace Nightshift.Sinks;

/// <summary>The kinds of output that are written.</summary>
public enum OutputFormat
{
    /// <summary>The input's columns, the answer's, and what became of the row; <c>,</c> or (for <c>.tsv</c>) tab between them.</summary>
    Csv,

    /// <summary>One JSON object a row.</summary>
    Jsonl,

    /// <summary>A provider's batch output: lines of <c>id</c>, <c>custom_id</c>, <c>response</c>, <c>error</c>. Needs the answers' bodies.</summary>
    OpenAi,
}
