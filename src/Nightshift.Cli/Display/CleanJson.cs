using System.Text.Json;
using Nightshift.Batching;

namespace Nightshift.Cli.Display;

/// <summary>What came of cleaning, for machines.</summary>
internal static class CleanJson
{
    public static void Write(IReadOnlyList<CleanOutcome> outcomes) => JsonOutput.Print(json =>
    {
        json.WriteStartArray();
        foreach (var outcome in outcomes)
            Write(json, outcome);
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, CleanOutcome outcome)
    {
        var (word, remnant, why) = outcome switch
        {
            CleanOutcome.Found found => ("found", found.Remnant, null),
            CleanOutcome.Deleted deleted => ("deleted", deleted.Remnant, null),
            CleanOutcome.NotDeleted kept => ("not_deleted", kept.Remnant, kept.Why),
            CleanOutcome.NotAsked unasked => ("not_asked", (Remnant?)null, (string?)unasked.Why),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "an outcome without words"),
        };
        json.WriteStartObject();
        json.WriteString("outcome", word);
        json.WriteString("account", outcome.Account);
        json.WriteString("kind", remnant?.Kind.ToString().ToLowerInvariant());
        json.WriteString("id", remnant?.Id);
        json.WriteString("name", remnant?.Name);
        json.WriteNumber("batch", (decimal?)remnant?.Batch?.Value);
        json.WriteTime("created_at", remnant?.CreatedAt);
        json.WriteString("why", why);
        json.WriteEndObject();
    }
}
