namespace Nightshift.Gathering;

/// <summary>When the open lot of a queue is due: as soon as one of these holds. Without any it waits for somebody to close it.</summary>
public sealed record LotRule
{
    /// <summary>An opening that lies further ahead was written under a wrong clock, and holds nothing up.</summary>
    private static readonly TimeSpan Drift = TimeSpan.FromHours(1);

    /// <summary>Requests.</summary>
    public long? Rows { get; init; }

    /// <summary>Bytes of their rows.</summary>
    public long? Bytes { get; init; }

    /// <summary>How long its oldest request has waited.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>A time of day that has come since its oldest request did.</summary>
    public DailyTime? At { get; init; }

    /// <summary>Decides: a function of what there is and of the clock. A lot without requests is never due.</summary>
    public LotDecision Decide(OpenLot lot, DateTimeOffset now)
    {
        if (lot.Requests == 0)
            return new LotDecision.Wait(null);
        if (lot.Requests >= Rows)
            return new LotDecision.Close(LotCause.Rows);
        if (lot.Bytes >= Bytes)
            return new LotDecision.Close(LotCause.Size);
        var isAhead = lot.OpenedAt > now + Drift;
        var byAge = lot.OpenedAt + Age;
        if (byAge <= now || (isAhead && byAge is not null))
            return new LotDecision.Close(LotCause.Age);
        var byClock = At?.NextAfter(lot.OpenedAt);
        if (byClock <= now || (isAhead && byClock is not null))
            return new LotDecision.Close(LotCause.TimeOfDay);
        return new LotDecision.Wait(byAge is null || byClock < byAge ? byClock : byAge);
    }
}
