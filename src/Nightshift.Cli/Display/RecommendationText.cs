using Nightshift.Engine.Comparing;

namespace Nightshift.Cli.Display;

/// <summary>Which model to take, in one line.</summary>
internal static class RecommendationText
{
    private const int Many = 10_000;

    /// <summary>The line.</summary>
    public static string Line(Recommendation recommendation, Comparison comparison, decimal margin) => recommendation switch
    {
        Recommendation.Take { Unpriced: var unpriced } take => Take(take, comparison, margin)
            + (unpriced.Count == 0 ? "" : $" No price is known of {string.Join(", ", unpriced.Select(model => model.Model))}, as near to the best."),
        Recommendation.NoPrice { Best: var best } =>
            $"No recommendation: no price is known of {best.Model} ({Percent(best.Agreement)} {Verb(comparison)}), nor of any within {Points(margin)} of it; give it one under prices: in nightshift.yaml.",
        Recommendation.Undecided { Agreement: var agreement } =>
            $"No recommendation: they agree in {Percent(agreement)} of the rows, and nothing tells which one is right in the others; name the column with the right answers in --expect, or a third model.",
        Recommendation.NoneAgrees =>
            $"No recommendation: none is right in any row; see what they say with `nightshift results {comparison.Models[0].Job}`, and whether that can be what the column has.",
        Recommendation.NothingToJudge => comparison.Basis switch
        {
            _ when comparison.Models.All(model => model.Answered == 0) => "No recommendation: no model has answered a row.",
            AgreementBasis.Expected => "No recommendation: the expected column is empty in all of these rows.",
            _ => "No recommendation: there is no row in which most of the models agree.",
        },
        _ => throw new ArgumentOutOfRangeException(nameof(recommendation), recommendation, "a recommendation without words"),
    };

    /// <summary>A share in percent.</summary>
    public static string Percent(Share share) => FormattableString.Invariant($"{share.Percent:0.0} %");

    /// <summary>A cost of a row as what 10,000 rows come to: cents for dollars, two digits or so below ten cents.</summary>
    public static string PerMany(decimal perRow)
    {
        var cost = perRow * Many;
        return Words.Money(Math.Round(cost, cost switch { >= 0.1m => 2, >= 0.01m => 3, >= 0.001m => 4, _ => 6 }));
    }

    private static string Take(Recommendation.Take take, Comparison comparison, decimal margin)
    {
        var (winner, best) = (take.Winner, take.Best);
        var cost = $"{PerMany(winner.CostUsd!.Value.Middle)} per 10,000 rows";
        var insteadOf = best.CostUsd is { } other && best != winner ? $" instead of {PerMany(other.Middle)}{Less(winner.CostUsd.Value.Middle, other.Middle)}" : "";
        if (comparison.Basis == AgreementBasis.EachOther)
            return $"Take {winner.Model}: it agrees with {best.Model} in {Percent(winner.Agreement)} of the rows, {cost}{insteadOf}.";
        var agreement = $"{Percent(winner.Agreement)} {Verb(comparison)}";
        if (comparison.Models.Count == 1)
            return $"{winner.Model} is {agreement} ({Range(winner.Agreement)}), {cost}.";
        if (best != winner)
            return $"Take {winner.Model}: {agreement}, within {Points(margin)} of the best ({best.Model}, {Percent(best.Agreement)}{(best.CostUsd is null ? ", no price known" : "")}), {cost}{insteadOf}."
                + (take.IsTooClose ? TooClose(winner, best) : "");
        return take.Cheaper is { } cheaper
            ? $"Take {winner.Model}: {agreement}, the best, {cost}; none that costs less is within {Points(margin)} of it (next is {cheaper.Model}, {Percent(cheaper.Agreement)}, {PerMany(cheaper.CostUsd!.Value.Middle)})."
                + (take.IsTooClose ? TooClose(winner, cheaper) : "")
            : $"Take {winner.Model}: {agreement}, the best and the cheapest of {comparison.Models.Count}, {cost}.";
    }

    private static string TooClose(ModelMeasure one, ModelMeasure other) =>
        $" {Words.Rows(one.Agreement.Of)} are too few to tell the two apart ({Range(one.Agreement)} and {Range(other.Agreement)}); try more with --rows.";

    private static string Range(Share share) => FormattableString.Invariant($"{100 * share.Range.Low:0.0} to {100 * share.Range.High:0.0} %");

    private static string Verb(Comparison comparison) => comparison.Basis == AgreementBasis.Expected ? "right" : "with the majority";

    private static string Points(decimal margin) => margin == 1 ? "1 point" : FormattableString.Invariant($"{margin:0.##} points");

    private static string Less(decimal cost, decimal than) => than > 0 && 100 * (1 - (cost / than)) is var percent && percent >= 1
        ? FormattableString.Invariant($" ({Math.Floor(percent):0} % less)")
        : "";
}
