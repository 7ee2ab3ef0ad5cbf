using System.Text.Json;
using Nightshift.Engine;
using Nightshift.Model;

namespace Nightshift.Cli.Display;

/// <summary>Jobs as JSON on standard output, in snake case.</summary>
internal static class JobJson
{
    public static void Write(IReadOnlyList<Job> jobs) => JsonOutput.Print(json =>
    {
        json.WriteStartArray();
        foreach (var job in jobs)
            WriteJob(json, job);
        json.WriteEndArray();
    });

    public static void Write(JobProgress progress) => JsonOutput.Print(json => WriteJob(json, progress.Job, progress));

    private static void WriteJob(Utf8JsonWriter json, Job job, JobProgress? progress = null)
    {
        json.WriteStartObject();
        json.WriteNumber("job", job.Id.Value);
        json.WriteString("name", job.Name);
        json.WriteString("state", job.State.ToString().ToLowerInvariant());
        json.WriteString("reason", job.Reason);
        json.WriteString("route", job.Route);
        json.WriteStartArray("lanes_out");
        foreach (var lane in job.LanesOut)
        {
            json.WriteStartObject();
            json.WriteString("model", lane.Lane);
            json.WriteString("since", lane.Since);
            json.WriteString("reason", lane.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("rows");
        json.WriteNumber("total", job.Counts.Total);
        foreach (var state in Enum.GetValues<RowState>())
            json.WriteNumber(state.ToString().ToLowerInvariant(), job.Counts[state]);
        json.WriteEndObject();
        json.WriteStartObject("spend");
        json.WriteNumber("attempts", job.Spend.Attempts);
        json.WriteNumber("retries", job.Spend.Retries);
        json.WriteNumber("input_tokens", job.Spend.Usage.InputTokens);
        json.WriteNumber("output_tokens", job.Spend.Usage.OutputTokens);
        json.WriteNumber("cost_usd", job.Spend.CostUsd);
        json.WriteNumber("unpriced_attempts", job.Spend.Unpriced);
        json.WriteEndObject();
        json.WriteString("created_at", job.CreatedAt);
        json.WriteTime("finished_at", job.FinishedAt);
        if (progress is not null)
            BatchJson.Write(json, progress);
        json.WriteEndObject();
    }
}
