namespace Nightshift.Engine;

/// <summary>How a run is stopped: gently at first, then at once.</summary>
/// <param name="Stop">Claim no more, finish what is in flight.</param>
/// <param name="Abort">Give up what is in flight too.</param>
public readonly record struct RunControl(CancellationToken Stop, CancellationToken Abort)
{
    /// <summary>Whether it goes only as far as it can without waiting for anything that is not due: for cron.</summary>
    public bool Once { get; init; }

    /// <summary>Runs to the end.</summary>
    public static RunControl None => default;
}
