namespace Nightshift.Simulator.Faults;

/// <summary>Which calls meet a fault. Every condition given must hold; a rule with none of them meets every call.</summary>
public sealed record FaultRule
{
    /// <summary>The fault's name, one of <see cref="FaultCatalogue.All"/>.</summary>
    public required string Fault { get; init; }

    /// <summary>The share of the calls left by the other conditions, 0 to 1, drawn from the seed, the body and how often that body has come.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>Only the nth call that the filters and times let through, from 1.</summary>
    public int? Nth { get; init; }

    /// <summary>Only the first so many calls that the filters and times let through.</summary>
    public int? First { get; init; }

    /// <summary>Only from this long after the start.</summary>
    public TimeSpan? From { get; init; }

    /// <summary>Only until this long after the start.</summary>
    public TimeSpan? Until { get; init; }

    /// <summary>Only calls whose path contains this text, as <c>/groq/</c>.</summary>
    public string? Route { get; init; }

    /// <summary>Only calls for this model; a <c>*</c> at the end stands for any ending.</summary>
    public string? Model { get; init; }

    /// <summary>Only calls of this kind: <c>chat</c>, <c>upload</c>, <c>file</c>, <c>create</c>, <c>poll</c>, <c>list</c>, <c>download</c>, <c>cancel</c> or <c>delete</c>.</summary>
    public CallKind? Call { get; init; }

    /// <summary>How much of a batch is done when it expires, fails or is cancelled, 0 to 1; none is half.</summary>
    public double? Share { get; init; }

    /// <summary>How long a slow fault waits, a hanging one hangs, or a throttle asks to wait; none is the fault's own time.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Reads <c>name</c>, <c>name:rate</c> or <c>name:member=value,…</c>, as <c>503:0.1</c> or <c>429-rpm:first=3,delay=2s</c>.</summary>
    /// <exception cref="ScenarioException">The text is no fault rule; the message says what is.</exception>
    public static FaultRule Parse(string text) => FaultRuleText.Parse(text);

    internal void Check()
    {
        if (!FaultCatalogue.TryFind(Fault, out var fault))
            throw new ScenarioException($"there is no fault '{Fault}'; the faults are {string.Join(", ", FaultCatalogue.All.Keys)}");
        if (fault is Faults.Fault.StalledUpload && Model is not null)
            throw new ScenarioException($"fault '{Fault}': the request is never read, and so its model is not known; leave 'model' out");
        if (fault is Faults.Fault.BadCertificate && (Model ?? Route) is not null)
            throw new ScenarioException($"fault '{Fault}': no request comes that far, and so its path and model are not known; leave 'route' and 'model' out");
        if (fault is Faults.Fault.OnBatch or Faults.Fault.OnRow && Call is not null)
            throw new ScenarioException($"fault '{Fault}': it meets batches or their rows and not calls; leave 'call' out");
        Require(Share is null or (>= 0 and <= 1), "share", Share, "a share from 0 to 1");
        Require(Rate is >= 0 and <= 1, "rate", Rate, "a share from 0 to 1");
        Require(Nth is null or > 0, "nth", Nth, "1 or more");
        Require(First is null or > 0, "first", First, "1 or more");
        Require(From is null || From >= TimeSpan.Zero, "from", From, "a time after the start, as 10s");
        Require(Until is null || Until > (From ?? TimeSpan.Zero), "until", Until, "a time after the start and after 'from', as 70s");
        Require(Delay is null || Delay >= TimeSpan.Zero, "delay", Delay, "a duration, as 2s");
    }

    private void Require(bool holds, string member, object? value, string cure)
    {
        if (!holds)
            throw new ScenarioException($"fault '{Fault}': {member} is {value}; give {cure}");
    }
}
