using Nightshift.Engine.Estimating;
using Nightshift.Model;

namespace Nightshift.Cli.Display;

/// <summary>An estimate for people.</summary>
internal static class EstimateText
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(JobEstimate estimate, string input, string model)
    {
        yield return $"{input} with {model}{(estimate.By is { } account ? $", by the prices and limits of {account}, which is asked first" : "")}";
        yield return $"  rows    {Words.Count(estimate.Rows)}: {Words.Count(estimate.ToSend)} to send{Rest(estimate)}";
        yield return $"  input   {Tokens(estimate.Input.Tokens)} tokens, {estimate.Input.Basis}";
        yield return $"  output  {Tokens(estimate.Output.Tokens)} tokens, {estimate.Output.Basis}";
        yield return "";
        yield return Row("STRATEGY", "COST", "BETWEEN", "TIME");
        foreach (var strategy in estimate.Strategies)
        {
            var time = string.Join(", ", new[] { Time(strategy), strategy.Note }.Where(part => part is not null));
            yield return Row(Name(strategy.Strategy), strategy.Cost is { } cost ? Words.Money(Rounded(cost.Middle)) : "-",
                strategy.Cost is { } range ? $"{Words.Money(Rounded(range.Low))} and {Words.Money(Rounded(range.High))}" : "-", time);
        }

        if (Saving(estimate) is { } saving)
        {
            yield return "";
            yield return saving;
        }

        foreach (var (strategy, price) in estimate.Strategies.Where(strategy => strategy.Price is not null).Select(strategy => (strategy.Strategy, strategy.Price!)))
            yield return $"Price of {Name(strategy)}: {price.Source}, {price.AsOf:yyyy-MM-dd}";
    }

    /// <summary>A strategy as it is written on the command line.</summary>
    public static string Name(Strategy strategy) => strategy.ToString().ToLowerInvariant();

    private static string Rest(JobEstimate estimate)
    {
        (long Count, string What)[] parts =
            [(estimate.Duplicates, "there twice"), (estimate.Answered, "answered by earlier jobs"), (estimate.Bad, "not usable")];
        return string.Concat(parts.Where(part => part.Count > 0).Select(part => $", {Words.Count(part.Count)} {part.What}"));
    }

    private static string Tokens(Likely tokens) => $"{Words.Tokens((long)tokens.Middle)} ({Words.Tokens((long)tokens.Low)} to {Words.Tokens((long)tokens.High)})";

    private static string? Time(StrategyEstimate strategy) => (strategy.Strategy, strategy.Takes) switch
    {
        (_, null) => null,
        (_, { Ticks: 0 }) => "at once",
        (Strategy.Cheapest or Strategy.Deadline, { } takes) => $"within {Words.Term(takes)}",
        (_, { } takes) => $"about {Words.Duration(takes)}",
    };

    private static string? Saving(JobEstimate estimate)
    {
        var (live, batch) = (estimate.Strategies.FirstOrDefault(one => one.Strategy == Strategy.Fastest)?.Cost, estimate.Strategies.FirstOrDefault(one => one.Strategy == Strategy.Cheapest)?.Cost);
        return live is { Middle: > 0 } full && batch is { } half && half.Middle < full.Middle
            ? $"--strategy cheapest saves {Words.Money(Rounded(full.Middle - half.Middle))} ({NumberWords.WholePercent(1 - (half.Middle / full.Middle))})."
            : null;
    }

    /// <summary>An estimate has no millionths of a dollar.</summary>
    private static decimal Rounded(decimal dollars) => Math.Round(dollars, dollars < 0.01m ? 6 : dollars < 1 ? 4 : 2);

    private static string Row(string strategy, string cost, string between, string time) => $"  {strategy,-10}{cost,12}  {between,-26}{time}".TrimEnd();
}
