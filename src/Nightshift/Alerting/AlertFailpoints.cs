namespace Nightshift.Alerting;

/// <summary>Where a crash would hurt alerts most; the names are what <c>NIGHTSHIFT_FAILPOINT</c> takes.</summary>
internal static class AlertFailpoints
{
    /// <summary>Alerts are in the outbox and nobody was told: they must be delivered by the next process.</summary>
    public const string Raised = "alert-raised";

    /// <summary>A receiver has taken an alert and the store does not know: it is delivered again, with the same id.</summary>
    public const string Delivered = "alert-delivered";
}
