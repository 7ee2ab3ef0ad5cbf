using Nightshift.Model;
using Nightshift.Tokens;

namespace Nightshift.Engine.Estimating;

/// <summary>How long answers may be, by what a task asks for alone. A guess: a hundred answers know better.</summary>
internal static class OutputGuess
{
    private const int UsualText = 250;
    private const int LongText = 1_000;
    private const int PerMember = 14;

    /// <summary>Tokens of one answer, and how that is known.</summary>
    public static (Likely Tokens, string Basis) Of(TaskDefinition task, TokenModel model)
    {
        var (tokens, basis) = task switch
        {
            { OneOf.Count: > 0 } => (OfLabels(task.OneOf, model), "as long as its labels"),
            { Schema: { } schema } => (OfSchema(schema), "guessed from the schema"),
            { MaxTokens: { } most } => (new Likely(most / 10m, most / 2m, most), "guessed: half of --max-tokens"),
            _ => (new Likely(UsualText / 5m, UsualText, LongText), "a guess, for text of any length"),
        };
        var limit = task.MaxTokens ?? decimal.MaxValue;
        return (new Likely(Math.Min(tokens.Low, limit), Math.Min(tokens.Middle, limit), Math.Min(tokens.High, limit)), $"{basis}, without a model's reasoning");
    }

    private static Likely OfLabels(IReadOnlyList<string> labels, TokenModel model)
    {
        var counter = new TextCounter();
        var lengths = labels.Select(label =>
        {
            counter.Clear();
            counter.Add(label);
            // And the sign that ends an answer.
            return Math.Max(1, model.Weights.ThousandthsOf(counter) / 1_000m) + 1;
        }).ToList();
        return new Likely(lengths.Min(), lengths.Average(), lengths.Max());
    }

    private static Likely OfSchema(string schema)
    {
        // Each member that can be filled has a type.
        var members = Math.Max(1, schema.AsSpan().Count("\"type\"") - 1);
        return new Likely(members * PerMember / 3m, members * PerMember, members * PerMember * 4m);
    }
}
