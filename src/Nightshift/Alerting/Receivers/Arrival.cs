namespace Nightshift.Alerting.Receivers;

/// <summary>What came of handing an alert over. A closed family.</summary>
internal abstract record Arrival
{
    private Arrival()
    {
    }

    /// <summary>It was taken.</summary>
    public sealed record Taken : Arrival;

    /// <summary>It was not, or nobody knows; another try may help.</summary>
    /// <param name="Reason">Why, without secrets.</param>
    public sealed record NotTaken(string Reason) : Arrival;

    /// <summary>It was not, and never will be.</summary>
    /// <param name="Reason">Why, without secrets.</param>
    public sealed record Gone(string Reason) : Arrival;
}
