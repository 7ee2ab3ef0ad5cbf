namespace Nightshift.Sinks;

/// <summary>The output cannot be written. The message names the target, what is wrong and the cure; it is shown to the user as it is.</summary>
public sealed class OutputException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the rows are done and paid for, so that only the writing is left to do again.</summary>
    public bool RowsAreDone { get; init; }
}
