using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;

namespace Nightshift.Simulator.Accounting;

/// <summary>The ledger as <c>GET /ledger</c> shows it. The calls are written as they are read, so that a million of them need no memory.</summary>
internal static class LedgerJson
{
    private const int FlushAbove = 64 * 1024;

    public static async Task WriteAsync(PipeWriter output, Ledger ledger, bool calls, bool lines, CancellationToken cancellation)
    {
        await using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        WriteTotals(json, ledger.Totals);
        json.WriteNumber("calls_dropped", ledger.CallsDropped);
        BatchLedgerJson.WriteAll(json, ledger);
        if (lines)
            BatchLedgerJson.WriteLines(json, ledger);
        if (calls)
        {
            json.WriteStartArray("calls");
            foreach (var call in ledger.Calls())
            {
                WriteCall(json, call);
                if (json.BytesPending < FlushAbove)
                    continue;
                await json.FlushAsync(cancellation);
                await output.FlushAsync(cancellation);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        await output.FlushAsync(cancellation);
    }

    private static void WriteTotals(Utf8JsonWriter json, LedgerTotals totals)
    {
        json.WriteStartObject("totals");
        json.WriteNumber("arrived", totals.Arrived);
        json.WriteNumber("accepted", totals.Accepted);
        json.WriteNumber("executed", totals.Executed);
        json.WriteNumber("abandoned", totals.Abandoned);
        json.WriteNumber("input_tokens", totals.InputTokens);
        json.WriteNumber("output_tokens", totals.OutputTokens);
        json.WriteNumber("usd", totals.Usd);
        json.WriteNumber("bill_usd", totals.BillUsd);
        BatchLedgerJson.WriteTotals(json, totals.Batches);
        json.WriteNumber("in_flight", totals.InFlight);
        json.WriteNumber("max_in_flight", totals.MaxInFlight);
        json.WriteNumber("redirects_followed", totals.RedirectsFollowed);
        json.WriteNumber("redirects_with_key", totals.RedirectsWithKey);
        json.WriteNumber("bad_certificates_taken", totals.BadCertificatesTaken);
        json.WriteStartObject("statuses");
        foreach (var (status, count) in totals.Statuses)
            json.WriteNumber(status.ToString(CultureInfo.InvariantCulture), count);
        json.WriteEndObject();
        json.WriteStartObject("faults");
        foreach (var (fault, count) in totals.Faults)
            json.WriteNumber(fault, count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, LedgerCall call)
    {
        json.WriteStartObject();
        json.WriteNumber("n", call.N);
        json.WriteNumber("arrival", call.Arrival.TotalSeconds);
        json.WriteString("prompt_sha256", call.PromptSha256);
        json.WriteString("model", call.Model);
        json.WriteNumber("input_tokens", call.InputTokens);
        json.WriteNumber("output_tokens", call.OutputTokens);
        json.WriteNumber("usd", call.Usd);
        json.WriteNumber("status", call.Status);
        json.WriteString("fault", call.Fault);
        json.WriteNumber("in_flight", call.InFlight);
        json.WriteEndObject();
    }
}
