using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

/// <summary>A delivery that changes.</summary>
internal sealed class StoredDelivery(AlertDelivery facts)
{
    public AlertDelivery Facts { get; private set; } = facts;

    public bool IsDue(DateTimeOffset now) => Facts.State == DeliveryState.Waiting && !(Facts.NextAt > now && Facts.NextAt <= now + RetryTimes.LongestDeliveryWait);

    public AlertDelivery Try() => Facts = Facts with { State = DeliveryState.Trying, Tries = Facts.Tries + 1 };

    public void PutOff(DateTimeOffset until)
    {
        if (Facts.State == DeliveryState.Waiting && Facts.NextAt < until)
            Facts = Facts with { NextAt = until };
    }

    public void Recover(DateTimeOffset now)
    {
        if (Facts.State == DeliveryState.Trying)
            Facts = Facts with { State = DeliveryState.Waiting, NextAt = now };
    }

    public void End(DeliveryEnd end, DateTimeOffset now)
    {
        if (Facts.State != DeliveryState.Trying)
            return;
        Facts = end switch
        {
            DeliveryEnd.Delivered => Facts with { State = DeliveryState.Delivered, NextAt = null, EndedAt = now },
            DeliveryEnd.Again again => Facts with { State = DeliveryState.Waiting, NextAt = again.At, LastError = again.Error },
            DeliveryEnd.GivenUp givenUp => Facts with { State = DeliveryState.GivenUp, NextAt = null, EndedAt = now, LastError = givenUp.Error },
            _ => throw new InvalidOperationException($"not an end of a delivery: {end}"),
        };
    }
}
