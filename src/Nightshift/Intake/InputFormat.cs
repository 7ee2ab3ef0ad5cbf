namespace Nightshift.Intake;

/// <summary>The kinds of input that are understood.</summary>
public enum InputFormat
{
    /// <summary>Separated values, any dialect.</summary>
    Csv,

    /// <summary>One JSON value a line.</summary>
    Jsonl,

    /// <summary>One JSON array of records.</summary>
    JsonArray,

    /// <summary>An Excel workbook.</summary>
    Excel,

    /// <summary>A provider's batch file: lines of <c>custom_id</c>, <c>method</c>, <c>url</c>, <c>body</c>.</summary>
    Batch,
}
