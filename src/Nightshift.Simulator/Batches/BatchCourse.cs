namespace Nightshift.Simulator.Batches;

/// <summary>
/// The way of a batch through its stages as a pure function of its age: a tenth of the time it validates, then it runs, the
/// last tenth it finalises. Nothing has to happen for a stage to come; whoever looks computes it.
/// </summary>
internal sealed record BatchCourse
{
    private const double ValidatedAfter = 0.1;
    private const double FinalizingAfter = 0.9;

    /// <summary>From creation to end, unless something comes between.</summary>
    public required TimeSpan Delay { get; init; }

    /// <summary>The completion window: what is not done by then is not done.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>How the batch ends when nobody cancels it: completed, failed, expired or cancelled.</summary>
    public Stage Ending { get; init; } = Stage.Completed;

    /// <summary>How much is done when it ends by expiry or by the provider's cancel.</summary>
    public double Share { get; init; } = 1;

    /// <summary>How much longer it finalises than it should.</summary>
    public TimeSpan Stuck { get; init; }

    /// <summary>The age at which a cancel was asked for.</summary>
    public TimeSpan? CancelAsked { get; init; }

    /// <summary>How long a cancel takes.</summary>
    public TimeSpan CancelTakes { get; init; }

    /// <summary>Whether a cancel changes nothing but the word.</summary>
    public bool CancelIsVain { get; init; }

    public TimeSpan ValidatedAt => Delay * ValidatedAfter;

    public TimeSpan FinalizingAt => Delay * FinalizingAfter;

    private bool RunsOut => Delay > Window && Ending is Stage.Completed;

    private TimeSpan NaturalEnd => Ending == Stage.Failed ? ValidatedAt : RunsOut ? Window : Delay + Stuck;

    private bool Cancels => CancelAsked is not null && !CancelIsVain;

    /// <summary>The age at which it is over.</summary>
    public TimeSpan EndAt => Cancels ? CancelAsked!.Value + CancelTakes : NaturalEnd;

    public Stage StageAt(TimeSpan age)
    {
        if (age >= EndAt)
            return Cancels ? Stage.Cancelled : RunsOut ? Stage.Expired : Ending;
        if (age >= CancelAsked)
            return Stage.Cancelling;
        if (age < ValidatedAt)
            return Stage.Validating;
        return age >= FinalizingAt && Ending == Stage.Completed && !RunsOut ? Stage.Finalizing : Stage.Running;
    }

    /// <summary>How much is done at an age, 0 to 1. A cancel stops it where it is.</summary>
    public double ShareAt(TimeSpan age)
    {
        if (Ending == Stage.Failed)
            return 0;
        var worked = Cancels && age > CancelAsked ? CancelAsked!.Value : age;
        if (RunsOut && worked > Window)
            worked = Window;
        var most = Ending is Stage.Completed ? 1 : Share;
        if (worked >= FinalizingAt)
            return most;
        return worked <= ValidatedAt ? 0 : most * ((worked - ValidatedAt) / (FinalizingAt - ValidatedAt));
    }
}
