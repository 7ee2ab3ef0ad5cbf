using System.Text.Json;

namespace Nightshift.Analysis.Logs;

/// <summary>
/// OpenTelemetry spans with the attributes of the GenAI conventions (opentelemetry.io, semantic conventions for generative AI, 2026-11; older
/// names too): OTLP as JSON, one document or a line each as the collector's file exporter writes them, and spans by themselves with flat
/// attributes. Agents' and tools' spans sum up those of the calls below them, and are passed over.
/// </summary>
internal sealed class SpanLog(FieldMap map, LogRow row) : LogParser(row)
{
    private readonly RowWalker _walker = new(map, row);

    public static FieldMap Map { get; } = new(
    [
        ("startTimeUnixNano", LogField.Time), ("start_time_unix_nano", LogField.Time), ("start_time", LogField.Time), ("startTime", LogField.Time),
        ("endTimeUnixNano", LogField.End), ("end_time_unix_nano", LogField.End), ("end_time", LogField.End), ("endTime", LogField.End),
        ("status.code", LogField.Status), ("status.status_code", LogField.Status),
        ("resource.attributes.service.name", LogField.WorkloadOr),
        .. Attributes(
            ("gen_ai.system", LogField.Provider), ("gen_ai.provider.name", LogField.Provider),
            ("gen_ai.request.model", LogField.Model), ("gen_ai.response.model", LogField.AnsweringModel),
            ("gen_ai.usage.input_tokens", LogField.Input), ("gen_ai.usage.prompt_tokens", LogField.Input),
            ("gen_ai.usage.output_tokens", LogField.Output), ("gen_ai.usage.completion_tokens", LogField.Output),
            ("gen_ai.usage.cache_read.input_tokens", LogField.Cached), ("gen_ai.usage.cache_read_input_tokens", LogField.Cached),
            ("gen_ai.usage.cached_tokens", LogField.Cached),
            ("gen_ai.usage.cache_creation.input_tokens", LogField.CacheWrite), ("gen_ai.usage.cache_creation_input_tokens", LogField.CacheWrite),
            ("gen_ai.usage.reasoning.output_tokens", LogField.Reasoning),
            ("gen_ai.usage.cost", LogField.Cost), ("llm.cost.usd", LogField.Cost),
            ("gen_ai.operation.name", LogField.Operation),
            ("gen_ai.openai.request.service_tier", LogField.Tier), ("gen_ai.openai.response.service_tier", LogField.Tier),
            ("openai.request.service_tier", LogField.Tier), ("openai.response.service_tier", LogField.Tier),
            ("gen_ai.conversation.id", LogField.Person), ("session.id", LogField.Person), ("enduser.id", LogField.Person), ("user.id", LogField.Person),
            ("gen_ai.request.stream", LogField.IsStream), ("gen_ai.response.time_to_first_chunk", LogField.TimeToFirst),
            ("gen_ai.agent.name", LogField.Workload), ("nightshift.workload", LogField.Workload), ("workload", LogField.Workload),
            ("service.name", LogField.WorkloadOr),
            ("tag.tags", LogField.Tag), ("tags", LogField.Tag), ("job.type", LogField.Tag),
            ("gen_ai.input.messages", LogField.Prompt), ("gen_ai.prompt", LogField.Prompt), ("gen_ai.system_instructions", LogField.Prompt),
            ("gen_ai.request.temperature", LogField.Parameter), ("gen_ai.request.max_tokens", LogField.Parameter)),
    ]);

    /// <summary>Reads a request of the collector, one resource's spans, or a span.</summary>
    protected override void ReadRecord(ReadOnlySpan<byte> json, ILogSink sink)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isResources = reader.ValueTextEquals("resourceSpans"u8);
            var isResource = reader.ValueTextEquals("scopeSpans"u8) || reader.ValueTextEquals("instrumentationLibrarySpans"u8);
            reader.Read();
            if (isResource || isResources)
            {
                if (isResource)
                    ReadScopes(json, sink);
                else
                    ReadResources(ref reader, json, sink);
                return;
            }

            reader.Skip();
        }

        ReadSpan(json, default, sink);
    }

    private static (string, LogField)[] Attributes(params (string Name, LogField Field)[] attributes) =>
        [.. attributes.Select(static attribute => ($"attributes.{attribute.Name}", attribute.Field))];

    private void ReadResources(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ILogSink sink)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            ReadScopes(JsonMember.Skip(ref reader, json), sink);
    }

    /// <summary>Goes down to the spans, wherever they stand: under a scope, and under the scope's older name.</summary>
    private void ReadScopes(ReadOnlySpan<byte> json, ILogSink sink)
    {
        var resource = JsonMember.Find(json, "resource"u8);
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("spans"u8))
                continue;
            reader.Read();
            while (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndObject && reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                ReadSpan(JsonMember.Skip(ref reader, json), resource, sink);
        }
    }

    private void ReadSpan(ReadOnlySpan<byte> span, ReadOnlySpan<byte> resource, ILogSink sink)
    {
        Row.Clear();
        if (!resource.IsEmpty)
            _walker.Read(resource, "resource");
        _walker.Read(span);
        if (Row.Operation is "" or "chat" or "text_completion" or "generate_content" or "embeddings" or "completion" or "responses")
            Finish(sink, isAggregate: false);
        else
            sink.PassOver(PassedOver.NoModelCall);
    }
}
