namespace Nightshift.Model;

/// <summary>An alert to be raised.</summary>
/// <param name="Alert">What is to be said.</param>
/// <param name="Receivers">To whom, by name; with nobody it is only remembered, and never raised again.</param>
public sealed record NewAlert(Alert Alert, IReadOnlyList<string> Receivers);

/// <summary>An alert on its way to one receiver.</summary>
public sealed record AlertDelivery
{
    /// <summary>The store's number of the alert.</summary>
    public required long AlertId { get; init; }

    /// <summary>The same for every receiver and every try, so that a receiver can tell a repeat: <c>msg_…</c>.</summary>
    public required string MessageId { get; init; }

    /// <summary>When it was raised.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>What is said.</summary>
    public required Alert Alert { get; init; }

    /// <summary>To whom, by the name in the configuration.</summary>
    public required string Receiver { get; init; }

    /// <summary>How far it is.</summary>
    public DeliveryState State { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Tries { get; init; }

    /// <summary>When it is tried next; null once it has ended.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Why the last try failed, without secrets; null before one did.</summary>
    public string? LastError { get; init; }

    /// <summary>When it was delivered or given up; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>How far a delivery is. The numbers are stored: never change one.</summary>
public enum DeliveryState
{
    /// <summary>Waits for its next try.</summary>
    Waiting = 0,

    /// <summary>Is being tried: after a crash it may have arrived, and is tried again.</summary>
    Trying = 1,

    /// <summary>Its receiver took it.</summary>
    Delivered = 2,

    /// <summary>Its receiver never took it, and is not asked again.</summary>
    GivenUp = 3,
}

/// <summary>What came of a try to deliver. A closed family.</summary>
/// <param name="AlertId">Of which alert.</param>
/// <param name="Receiver">To whom.</param>
public abstract record DeliveryEnd(long AlertId, string Receiver)
{
    /// <summary>It arrived.</summary>
    public sealed record Delivered(long AlertId, string Receiver) : DeliveryEnd(AlertId, Receiver);

    /// <summary>It did not, as far as is known, and is tried again.</summary>
    /// <param name="AlertId">Of which alert.</param>
    /// <param name="Receiver">To whom.</param>
    /// <param name="At">When.</param>
    /// <param name="Error">Why it did not.</param>
    public sealed record Again(long AlertId, string Receiver, DateTimeOffset At, string Error) : DeliveryEnd(AlertId, Receiver);

    /// <summary>It did not, and is not tried again.</summary>
    /// <param name="AlertId">Of which alert.</param>
    /// <param name="Receiver">To whom.</param>
    /// <param name="Error">Why.</param>
    public sealed record GivenUp(long AlertId, string Receiver, string Error) : DeliveryEnd(AlertId, Receiver);
}
