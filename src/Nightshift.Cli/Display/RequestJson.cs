using System.Text.Json;
using Nightshift.Cli.Gathering;
using Nightshift.Model;

namespace Nightshift.Cli.Display;

/// <summary>Requests as JSON on standard output: an array with an object for each, whose members are those of a JSONL output where it has them.</summary>
internal static class RequestJson
{
    public static void Write(IReadOnlyList<FoundRequest> found, string queue) => JsonOutput.Print(json =>
    {
        json.WriteStartArray();
        foreach (var request in found)
            Write(json, request, queue);
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, FoundRequest request, string queue)
    {
        json.WriteStartObject();
        json.WriteString("id", request.Id);
        json.WriteString("status", Status(request));
        json.WriteString("queue", queue);
        json.WriteNumber("lot", (decimal?)request.Lot);
        json.WriteNumber("job", (decimal?)request.Job?.Id.Value);
        if ((request.Waiting?.Row ?? request.Row?.Record) is { Length: > 0 } row)
        {
            json.WritePropertyName("row");
            json.WriteRawValue(row.Span);
        }

        if (request.Row is { } known)
            Write(json, known);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RowResult row)
    {
        json.WriteString("output", row.Answer?.Output);
        if (row is { ErrorCode: null, Error: null })
        {
            json.WriteNull("error");
        }
        else
        {
            json.WriteStartObject("error");
            json.WriteString("code", row.ErrorCode);
            json.WriteString("message", row.Error);
            json.WriteEndObject();
        }

        json.WriteString("model", row.Answer?.Model);
        json.WriteString("mode", row.State == RowState.Succeeded ? row.Mode.ToString().ToLowerInvariant() : null);
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", row.Usage.InputTokens);
        json.WriteNumber("output_tokens", row.Usage.OutputTokens);
        json.WriteEndObject();
        json.WriteNumber("cost_usd", row.CostUsd);
        json.WriteNumber("attempts", row.Attempts);
    }

    private static string Status(FoundRequest request) => request switch
    {
        { Waiting.IsClosed: true } => "closed",
        { Waiting: not null } => "waiting",
        { Row: { } row } => row.State.ToString().ToLowerInvariant(),
        _ => "unknown",
    };
}
