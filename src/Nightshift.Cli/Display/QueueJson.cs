using System.Text.Json;
using Nightshift.Cli.Gathering;
using Nightshift.Engine;
using Nightshift.Gathering;

namespace Nightshift.Cli.Display;

/// <summary>Queues as JSON on standard output, in snake case; times are UTC.</summary>
internal static class QueueJson
{
    public static void Write(IReadOnlyList<QueueState> states) => JsonOutput.Print(json =>
    {
        json.WriteStartArray();
        foreach (var state in states)
            Write(json, state);
        json.WriteEndArray();
    });

    /// <summary>What came of an enqueuing.</summary>
    public static void Write(Enqueued enqueued, string queue) => JsonOutput.Print(json =>
    {
        json.WriteStartObject();
        json.WriteString("queue", queue);
        json.WriteNumber("lot", enqueued.Lot);
        json.WriteBoolean("is_closed", enqueued.IsClosed);
        json.WriteStartArray("requests");
        foreach (var request in enqueued.Requests)
        {
            json.WriteStartObject();
            json.WriteString("id", request.Id);
            json.WriteBoolean("is_new", request.IsNew);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, QueueState state)
    {
        json.WriteStartObject();
        json.WriteString("name", state.Name);
        json.WriteString("fault", state.Fault);
        if (state is { Definition: { } definition, Standing: { } standing })
        {
            Write(json, definition);
            Write(json, standing);
        }

        json.WriteStartArray("lots");
        foreach (var (job, words) in state.Lots)
        {
            json.WriteStartObject();
            json.WriteNumber("lot", (decimal?)JobResults.LotOf(job)?.Number);
            json.WriteNumber("job", job.Id.Value);
            json.WriteString("state", words);
            json.WriteNumber("rows", job.Counts.Total);
            json.WriteNumber("succeeded", job.Counts.Succeeded);
            json.WriteNumber("failed", job.Counts.Failed);
            json.WriteNumber("cost_usd", job.Spend.CostUsd);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, QueueDefinition definition)
    {
        json.WriteStartObject("rule");
        json.WriteNumber("rows", (decimal?)definition.Rule.Rows);
        json.WriteNumber("bytes", (decimal?)definition.Rule.Bytes);
        json.WriteNumber("age_seconds", (decimal?)definition.Rule.Age?.TotalSeconds);
        json.WriteString("at", definition.Rule.At?.Time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("time_zone", definition.Rule.At?.Zone.Id);
        json.WriteEndObject();
        json.WriteString("id_column", definition.Column);
        json.WriteStartArray("options");
        foreach (var word in definition.Arguments)
            json.WriteStringValue(word);
        json.WriteEndArray();
        json.WriteString("folder", definition.Folder);
        json.WriteString("created_at", definition.CreatedAt);
    }

    private static void Write(Utf8JsonWriter json, QueueStanding standing)
    {
        json.WriteStartObject("open");
        json.WriteNumber("lot", standing.Open.Number);
        json.WriteNumber("requests", standing.Open.Requests);
        json.WriteNumber("bytes", standing.Open.Bytes);
        json.WriteTime("oldest_at", standing.Open.Requests > 0 ? standing.Open.OpenedAt.ToUniversalTime() : null);
        json.WriteEndObject();
        json.WriteBoolean("is_due", standing.Decision is LotDecision.Close);
        json.WriteTime("due_at", (standing.Decision as LotDecision.Wait)?.Until?.ToUniversalTime());
        json.WriteStartArray("closed_lots");
        foreach (var lot in standing.Closed)
            json.WriteNumberValue(lot.Number);
        json.WriteEndArray();
    }
}
