namespace Nightshift.Tests.EndToEnd;

/// <summary>Where a run begins whose system calls fail.</summary>
internal enum FaultyRun
{
    /// <summary>There is no store yet.</summary>
    Fresh,

    /// <summary>A store with its log, as a kill left it amid the sending.</summary>
    Resumed,

    /// <summary>Every row has ended; the output is written again.</summary>
    Output,
}

/// <summary>One fault: the nth call of a kind that a thread makes is refused, or is the last thing that the process does.</summary>
/// <param name="Run">Of which run.</param>
/// <param name="Call">Which system call.</param>
/// <param name="Fault">As strace takes it: <c>signal=KILL</c> or <c>error=…</c>.</param>
/// <param name="Nth">Which one.</param>
internal sealed record SyscallFault(FaultyRun Run, string Call, string Fault, int Nth)
{
    public const string Kill = "signal=KILL";

    /// <summary>What a store and an output are made with. The calls that this platform does not use are told by their count of zero.</summary>
    public static IReadOnlyList<string> Calls { get; } =
        ["write", "pwrite64", "fsync", "fdatasync", "ftruncate", "unlink", "rename", "renameat", "renameat2", "openat"];

    public bool IsKill => Fault == Kill;
}
