using Nightshift.Engine.Comparing;
using Nightshift.Engine.Estimating;

namespace Nightshift.Cli.Display;

/// <summary>A comparison for people: a line for each model, cheapest first; where they go wrong or apart; which one to take. Eighty columns wide.</summary>
internal static class CompareText
{
    private const int LongestName = 28;
    private const int ShortestName = 12;
    private const int LongestLabel = 24;
    private const int CellWidth = 6;
    private const int Screenful = 80;

    /// <summary>What is about to be asked, and what that may cost.</summary>
    public static string Plan(long rows, long all, IReadOnlyList<string> models, IReadOnlyList<Likely?> costs)
    {
        var known = costs.Sum(cost => cost?.Middle ?? 0);
        var unknown = models.Zip(costs).Where(pair => pair.Second is null).Select(pair => pair.First).ToList();
        var cost = known == 0 && unknown.Count == 0 ? "answered before, nothing to pay"
            : unknown.Count == models.Count ? "no price is known"
            : $"about {Words.Money(Math.Round(known, known < 0.01m ? 6 : 2))} in all" + (unknown.Count > 0 ? $" and what {string.Join(", ", unknown)} costs, of which no price is known" : "");
        return $"{(rows == all ? $"All {Words.Rows(all)}" : $"{Words.Count(rows)} of {Words.Rows(all)}, spread over the input,")} through {(models.Count == 1 ? models[0] : $"each of {models.Count} models")}: {cost}";
    }

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(Comparison comparison, Recommendation recommendation, string? expect, decimal margin, IReadOnlyList<LeftOutModel> leftOut)
    {
        var models = comparison.Models.OrderBy(model => model.CostUsd?.Middle ?? decimal.MaxValue).ToList();
        foreach (var line in Table(models, comparison.Basis).Concat(Notes(comparison, expect, leftOut)))
            yield return line;
        var detail = comparison.Basis == AgreementBasis.Expected ? Mistakes(models) : models.Count > 2 ? Matrix(comparison, models) : [];
        foreach (var line in detail)
            yield return line;
        yield return "";
        yield return RecommendationText.Line(recommendation, comparison, margin);
    }

    private static IEnumerable<string> Table(List<ModelMeasure> models, AgreementBasis basis)
    {
        var width = Math.Min(LongestName, models.Max(model => model.Model.Length));
        yield return Row(width, "MODEL", basis == AgreementBasis.Expected ? "RIGHT" : "AGREES", "95 %", "FAILED", "LIVE", "BATCH", "SECONDS");
        foreach (var model in models)
        {
            if (model.Model.Length > width)
                yield return model.Model;
            var (low, high) = model.Agreement.Range;
            yield return Row(
                width,
                model.Model.Length > width ? "" : model.Model,
                model.Agreement.Of == 0 ? "-" : RecommendationText.Percent(model.Agreement),
                model.Agreement.Of == 0 ? "-" : FormattableString.Invariant($"{100 * low:0}-{100 * high:0}"),
                Words.Count(model.Failed),
                model.CostUsd is { } live ? RecommendationText.PerMany(live.Middle) : "-",
                model.BatchCostUsd is { } batch ? RecommendationText.PerMany(batch.Middle) : "-",
                model.Speed is { } speed ? FormattableString.Invariant($"{speed.Median.TotalSeconds:0.00}") : "-");
        }
    }

    private static IEnumerable<string> Notes(Comparison comparison, string? expect, IReadOnlyList<LeftOutModel> leftOut)
    {
        yield return "";
        yield return $"LIVE, BATCH: what 10,000 rows cost{(comparison.Models.Any(model => model.CostUsd is null || model.BatchCostUsd is null) ? "; -: no price is known" : "")}.";
        if (comparison.Models.Any(model => model.Speed is not null))
            yield return "SECONDS: half of the answers took no longer.";
        yield return "95 %: between which percentages all rows will be, 19 times of 20.";
        yield return comparison.Basis switch
        {
            AgreementBasis.Expected => $"RIGHT: as column '{expect}' says, in {Of(comparison)}.",
            AgreementBasis.Majority => $"AGREES: with most of the models, in {Of(comparison)}{(comparison.Judged < comparison.Rows ? "; in the others there is no majority" : "")}.",
            AgreementBasis.EachOther => $"AGREES: with the other one, in {Of(comparison)}.",
            _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison.Basis, "a basis without words"),
        };
        if (comparison.Bad > 0)
            yield return $"{Words.Rows(comparison.Bad)} of the input cannot be used and count for nothing.";
        if (comparison.Foreign > 0)
        {
            yield return $"{Words.Rows(comparison.Foreign)} expect what is no label of the task, where nobody can be right:";
            yield return $"  {string.Join(", ", comparison.ForeignValues.Select(value => $"'{Cut(value)}'"))}{(comparison.Foreign > comparison.ForeignValues.Count ? ", …" : "")}";
        }

        if (comparison.Models.Where(model => model.Failed > 0).Select(model => model.Job).ToList() is { Count: > 0 } failed)
            yield return $"Failed rows are never right; `nightshift retry {(failed.Count == 1 ? $"{failed[0]}`" : $"JOB` (job {string.Join(", ", failed)})")} asks them again.";
        foreach (var model in leftOut)
            yield return $"Left out: {model.Model}: {model.Reason}.";
    }

    private static string Of(Comparison comparison) =>
        comparison.Judged == comparison.Rows ? Words.Rows(comparison.Rows) : $"{Words.Count(comparison.Judged)} of {Words.Rows(comparison.Rows)}";

    private static IEnumerable<string> Mistakes(List<ModelMeasure> models)
    {
        if (models.All(model => model.MacroF1 is null))
            yield break;
        yield return "";
        yield return "Most frequent mistakes (expected → given):";
        foreach (var model in models)
        {
            yield return FormattableString.Invariant($"  {model.Model}, macro-F1 {model.MacroF1:0.000}");
            if (model.Mistakes.Count == 0)
                yield return "      none";
            foreach (var mistake in model.Mistakes)
                yield return $"  {Words.Count(mistake.Count),6}  {Label(mistake.Expected, "(no label)")} → {Label(mistake.Given, "(failed)")}";
        }
    }

    private static IEnumerable<string> Matrix(Comparison comparison, List<ModelMeasure> models)
    {
        // With many models the names give way to the numbers.
        var width = Math.Min(Math.Min(LongestName, models.Max(model => model.Model.Length)), Math.Max(ShortestName, Screenful - 4 - (CellWidth * models.Count)));
        var places = models.Select(model => comparison.Models.ToList().IndexOf(model)).ToList();
        yield return "";
        yield return "The same answer, in percent of the rows:";
        yield return $"{new string(' ', width + 4)}{string.Concat(models.Select((_, at) => $"{at + 1,CellWidth}"))}";
        foreach (var (at, place) in places.Index())
        {
            var shares = places.Select(other => other == place ? $"{"-",CellWidth}" : FormattableString.Invariant($"{comparison.Pairs[place][other].Percent,CellWidth:0.0}"));
            yield return $"{at + 1,2}  {CutTo(models[at].Model, width).PadRight(width)}{string.Concat(shares)}";
        }
    }

    private static string Label(string? label, string none) => label is null ? none : Cut(label);

    private static string Cut(string text) => CutTo(text.ReplaceLineEndings(" "), LongestLabel);

    private static string CutTo(string text, int width) =>
        text.Length <= width ? text : $"{text[..(char.IsHighSurrogate(text[width - 2]) ? width - 2 : width - 1)]}…";

    private static string Row(int width, string model, string agreement, string range, string failed, string live, string batch, string seconds) =>
        $"{model.PadRight(width)}{agreement,9}{range,8}{failed,8}{live,9}{batch,9}{seconds,9}";
}
