namespace Nightshift.Simulator.Faults;

/// <summary>A rule and how many calls it has looked at.</summary>
internal sealed class RuleState(FaultRule rule, Fault fault, int seed, int index)
{
    private int _calls;

    public FaultRule Rule => rule;

    public Fault Fault => fault;

    public bool Meets(in CallFacts facts)
    {
        if (!InTime(facts.Elapsed) || !OnRoute(facts.Path) || !ForModel(facts.Model) || (rule.Call is { } kind && kind != facts.Kind))
            return false;
        var nth = rule.Nth is null && rule.First is null ? 0 : Interlocked.Increment(ref _calls);
        return (rule.Nth is null || nth == rule.Nth)
            && (rule.First is null || nth <= rule.First)
            && (rule.Rate >= 1 || Dice.Roll(seed, (ulong)index, facts.Body, facts.Seen) < rule.Rate);
    }

    private bool InTime(TimeSpan elapsed) => (rule.From is null || elapsed >= rule.From) && (rule.Until is null || elapsed < rule.Until);

    private bool OnRoute(string path) => rule.Route is null || path.Contains(rule.Route, StringComparison.Ordinal);

    private bool ForModel(string model) => rule.Model switch
    {
        null => true,
        [.. var start, '*'] => model.StartsWith(start, StringComparison.Ordinal),
        var name => model == name,
    };
}
