namespace Nightshift.Cli;

/// <summary>What the process says to its caller. Fixed: scripts rely on them.</summary>
internal static class ExitCode
{
    /// <summary>Every row succeeded.</summary>
    public const int Success = 0;

    /// <summary>Finished; some rows failed.</summary>
    public const int SomeFailed = 1;

    /// <summary>Bad usage or bad input; nothing was sent.</summary>
    public const int BadInput = 2;

    /// <summary>The provider cannot be reached or refuses the sign-in; nothing is lost.</summary>
    public const int Unreachable = 3;

    /// <summary>A budget is used up; the same command goes on once it is raised.</summary>
    public const int BudgetReached = 4;

    /// <summary>Interrupted or not finished; the same command goes on.</summary>
    public const int Unfinished = 5;

    /// <summary>A bug.</summary>
    public const int Bug = 70;
}
