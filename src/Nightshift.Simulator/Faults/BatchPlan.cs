namespace Nightshift.Simulator.Faults;

/// <summary>The twists that one batch or file meets, and the rules that asked for them.</summary>
internal sealed class BatchPlan
{
    public static readonly BatchPlan None = new([]);

    private readonly Dictionary<BatchTwist, FaultRule> _twists;

    private BatchPlan(Dictionary<BatchTwist, FaultRule> twists) => _twists = twists;

    public BatchPlan With(BatchTwist twist, FaultRule rule) => new(new(_twists) { [twist] = rule });

    public bool Has(BatchTwist twist) => _twists.ContainsKey(twist);

    /// <summary>The rule behind a twist; null when the twist is not met.</summary>
    public FaultRule? RuleOf(BatchTwist twist) => _twists.GetValueOrDefault(twist);

    /// <summary>How long a twist lasts; zero when it is not met.</summary>
    public TimeSpan DelayOf(BatchTwist twist, TimeSpan otherwise) => RuleOf(twist) is { } rule ? rule.Delay ?? otherwise : TimeSpan.Zero;
}
