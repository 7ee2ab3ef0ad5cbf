namespace Nightshift.Gathering;

/// <summary>A queue cannot be used as was asked: the message is for the user and ends with the cure. Nothing of what was asked was done.</summary>
public sealed class QueueException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the disk, or another process, is the cause: the same call may be made again when that is over.</summary>
    public bool IsPassing { get; init; }
}
