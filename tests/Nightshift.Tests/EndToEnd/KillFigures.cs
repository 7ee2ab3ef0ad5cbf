namespace Nightshift.Tests.EndToEnd;

/// <summary>What jobs that were killed came to. That nothing was lost, duplicated or mixed up has been checked when there are figures.</summary>
/// <param name="Rows">Rows of the jobs together.</param>
/// <param name="Phases">How many of the kills came in which phase.</param>
/// <param name="PaidTwice">Calls that were paid for and whose answers were lost.</param>
/// <param name="InFlight">Calls in flight at the kills: no more than these may be paid twice.</param>
internal sealed record KillFigures(long Rows, IReadOnlyDictionary<string, int> Phases, long PaidTwice, long InFlight)
{
    public static readonly KillFigures None = new(0, new Dictionary<string, int>(), 0, 0);

    public static KillFigures operator +(KillFigures one, KillFigures other) => new(
        one.Rows + other.Rows,
        one.Phases.Concat(other.Phases).GroupBy(phase => phase.Key, phase => phase.Value).ToDictionary(phase => phase.Key, phase => phase.Sum()),
        one.PaidTwice + other.PaidTwice,
        one.InFlight + other.InFlight);

    public override string ToString()
    {
        var phases = string.Join(", ", Phases.OrderBy(phase => phase.Key, StringComparer.Ordinal).Select(phase => $"{phase.Key} {phase.Value}"));
        return $"{Rows} rows, {Phases.Values.Sum()} kills ({phases}): lost 0, duplicated 0, cross-talk 0, paid twice {PaidTwice}, in flight at the kills {InFlight}";
    }
}
