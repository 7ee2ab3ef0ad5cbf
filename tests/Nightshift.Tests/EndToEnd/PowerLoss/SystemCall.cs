namespace Nightshift.Tests.EndToEnd.PowerLoss;

/// <summary>A system call as strace wrote it down.</summary>
/// <param name="Thread">Who called.</param>
/// <param name="Name">What.</param>
/// <param name="Arguments">Without the bytes: the words before and after the first string, in order.</param>
/// <param name="Strings">What it was called with, decoded.</param>
internal sealed record SystemCall(int Thread, string Name, string[] Arguments, byte[][] Strings)
{
    /// <summary>Where in the log it was called, and where it had returned.</summary>
    public int Begun { get; init; }

    public int Ended { get; set; } = int.MaxValue;

    public long Result { get; set; }
}
