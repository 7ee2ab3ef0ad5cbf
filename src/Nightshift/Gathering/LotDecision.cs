namespace Nightshift.Gathering;

/// <summary>What is to be done about the open lot of a queue at a moment.</summary>
public abstract record LotDecision
{
    private LotDecision()
    {
    }

    /// <summary>It goes on collecting.</summary>
    /// <param name="Until">When it is due at the latest, as things are; null when no clock makes it so.</param>
    public sealed record Wait(DateTimeOffset? Until) : LotDecision;

    /// <summary>It is due.</summary>
    /// <param name="Cause">What makes it so.</param>
    public sealed record Close(LotCause Cause) : LotDecision;
}

/// <summary>What makes a lot due.</summary>
public enum LotCause
{
    /// <summary>It has enough requests.</summary>
    Rows,

    /// <summary>It has enough bytes.</summary>
    Size,

    /// <summary>Its oldest request has waited long enough.</summary>
    Age,

    /// <summary>It is the time of day.</summary>
    TimeOfDay,
}
