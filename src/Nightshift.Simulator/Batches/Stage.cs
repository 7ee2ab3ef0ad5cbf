namespace Nightshift.Simulator.Batches;

/// <summary>Where a batch is; each provider has its own words for it.</summary>
public enum Stage
{
    /// <summary>The input is being looked at.</summary>
    Validating,

    /// <summary>Rows are being answered.</summary>
    Running,

    /// <summary>The results are being put together.</summary>
    Finalizing,

    /// <summary>Over: every row was tried.</summary>
    Completed,

    /// <summary>Over: the input or the provider was at fault, nothing was done.</summary>
    Failed,

    /// <summary>Over: the time ran out.</summary>
    Expired,

    /// <summary>Being cancelled.</summary>
    Cancelling,

    /// <summary>Over: it was cancelled.</summary>
    Cancelled,
}
