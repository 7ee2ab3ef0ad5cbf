using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.OpenAI;

/// <summary>OpenAI's batches (Batch guide and openapi.yaml, 2026-07; ogx's record of real errors, 2026).</summary>
internal sealed class OpenAIBatches(OpenAITraits traits)
{
    private const int MostListed = 100;
    private const int MostMetadata = 16;

    // What only files meet, and what only other providers' batches can show.
    private static readonly BatchTwist[] Others = [BatchTwist.FilePending, BatchTwist.FileHiddenFromList, BatchTwist.InlineOutput, BatchTwist.ForeignResultsUrl];

    private readonly OpenAIBatchJson _json = new(traits);

    public Refusal? Create(DialectCall call)
    {
        if (call.Text("input_file_id") is not { Length: > 0 } fileId)
            return Missing("input_file_id");
        if (call.Text("endpoint") is not { } endpoint)
            return Missing("endpoint");
        if (!traits.Endpoints.Contains(endpoint))
        {
            return Refusal.Invalid($"Invalid value: '{endpoint}'. Supported values are: {string.Join(", ", traits.Endpoints.Select(one => $"'{one}'"))}.",
                "invalid_value", "endpoint");
        }

        if (Window(call, out var window, out var windowText) is { } badWindow)
            return badWindow;
        if (Metadata(call) is { } badMetadata)
            return badMetadata;

        if (OutputLife(call, out var outputLife) is { } badLife)
            return badLife;

        // Nothing about the file is looked at before the batch exists: an unknown one makes a batch that fails (ogx tests, 2026).
        var file = call.Account.FindFile(fileId, call.Key);
        if (file is not null && file.Pending(call.Provider.Elapsed))
            return new(404, "invalid_request_error", $"No such File object: {fileId}", Param: "input_file_id");
        var number = call.Provider.NextThing();
        var order = new BatchOrder
        {
            Id = $"batch_{Ids.Hex(number, 0, 32)}",
            Format = traits.Lines,
            EndpointPath = endpoint,
            Endpoint = EndpointSet.ByPath(endpoint.EndsWith("/ds-test", StringComparison.Ordinal) ? "/chat/completions" : endpoint),
            InputFileId = fileId,
            Input = file is { Purpose: "batch" } ? file : null,
            Window = window,
            WindowText = windowText,
            Expires = traits.Expires,
            Metadata = call.Member("metadata")?.Clone(),
            OutputLife = outputLife,
            DeletesInput = call.Member("auto_delete_input_file")?.ValueKind switch { JsonValueKind.False => false, JsonValueKind.True => true, _ => traits.DeletesInput },
        };
        call.DrawFrom(order);
        var plan = call.Plan(CallKind.Create, twist => !Others.Contains(twist));
        if (plan.Has(BatchTwist.TokenLimitAtCreate) && TokenLimit.Refuse(call.Account, order) is { } full)
            return full;
        var batch = call.Open(order, plan, number);
        _json.Write(call.Json, batch, batch.Fresh());
        return null;
    }

    public Refusal? Show(DialectCall call)
    {
        if (call.Account.FindBatch(call.Path[1], call.Key) is not { } batch)
            return Unknown(call.Path[1]);
        _json.Write(call.Json, batch, batch.Look(poll: true));
        return null;
    }

    public Refusal? Cancel(DialectCall call)
    {
        if (call.Account.FindBatch(call.Path[1], call.Key) is not { } batch)
            return Unknown(call.Path[1]);
        if (!batch.Cancel())
            return new(409, "invalid_request_error", $"Cannot cancel a batch with status '{traits.Word(batch.Look().Stage)}'.");
        _json.Write(call.Json, batch, batch.Look());
        return null;
    }

    public Refusal? List(DialectCall call)
    {
        if (Page.Of(call, call.Account.ListBatches(call.Key), batch => batch.Order.Id, traits.ListLimit, MostListed, out var page) is { } refusal)
            return refusal;
        Page.Write(call.Json, page, traits.Paged, (json, batch) => _json.Write(json, batch, batch.Look()));
        return null;
    }

    private static Refusal Unknown(string id) => new(404, "invalid_request_error", $"No batch found with id '{id}'.");

    private static Refusal Missing(string name) => Refusal.Invalid($"Missing required parameter: '{name}'.", "missing_required_parameter", name);

    private Refusal? Window(DialectCall call, out TimeSpan window, out string text)
    {
        (window, text) = (traits.Windows.Least, "24h");
        if (call.Text("completion_window") is not { } asked)
            return traits.WindowRequired ? Missing("completion_window") : null;
        text = asked;
        if (WindowText.Parse(asked) is { } parsed && parsed >= traits.Windows.Least && parsed <= traits.Windows.Most)
        {
            window = parsed;
            return null;
        }

        return Refusal.Invalid($"Invalid value: '{asked}'. Supported values are: {WindowText.Range(traits.Windows)}.", "invalid_value", "completion_window");
    }

    private Refusal? OutputLife(DialectCall call, out TimeSpan? life)
    {
        life = null;
        if (call.Member("output_expires_after") is not { } asked)
            return null;
        if (asked.ValueKind != JsonValueKind.Object || !asked.TryGetProperty("seconds", out var seconds) || seconds.ValueKind != JsonValueKind.Number
            || !seconds.TryGetInt64(out var number) || number < traits.LeastFileLife.TotalSeconds || number > OpenAIFiles.MostSeconds)
        {
            return Refusal.Invalid($"Invalid 'output_expires_after.seconds': expected {traits.LeastFileLife.TotalSeconds} to {OpenAIFiles.MostSeconds}.",
                "invalid_value", "output_expires_after.seconds");
        }

        life = TimeSpan.FromSeconds(number);
        return null;
    }

    private static Refusal? Metadata(DialectCall call)
    {
        if (call.Member("metadata") is not { } metadata)
            return null;
        if (metadata.ValueKind != JsonValueKind.Object)
            return Refusal.Invalid("Invalid type for 'metadata': expected an object.", "invalid_type", "metadata");
        if (metadata.GetPropertyCount() > MostMetadata)
            return Refusal.Invalid($"Invalid 'metadata': too many properties. Expected an object with at most {MostMetadata} properties.", "object_above_max_properties", "metadata");
        foreach (var pair in metadata.EnumerateObject())
        {
            if (pair.Value.ValueKind != JsonValueKind.String)
                return Refusal.Invalid($"Invalid type for 'metadata.{pair.Name}': expected a string.", "invalid_type", $"metadata.{pair.Name}");
            if (pair.Name.Length > 64 || pair.Value.GetString()!.Length > 512)
                return Refusal.Invalid($"Invalid 'metadata.{pair.Name}': string too long.", "string_above_max_length", $"metadata.{pair.Name}");
        }

        return null;
    }
}
