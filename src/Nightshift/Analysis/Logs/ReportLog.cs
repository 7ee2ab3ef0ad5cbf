using System.Text.Json;

namespace Nightshift.Analysis.Logs;

/// <summary>
/// The reports that providers give of an organization, in buckets of time. OpenAI: <c>/v1/organization/usage/completions</c> and
/// <c>/embeddings</c>, <c>/v1/organization/costs</c> (API reference, 2026-11). Anthropic: <c>/v1/organizations/usage_report/messages</c>, which
/// has no count of requests, and <c>/v1/organizations/cost_report</c>, whose amounts are cents (API reference, 2026-11).
/// </summary>
internal sealed class ReportLog(FieldMap map, LogRow row, string provider) : LogParser(row)
{
    private const decimal Cents = 100;
    private readonly RowWalker _walker = new(map, row);

    public static FieldMap OpenAi { get; } = new(
        ("object", LogField.Kind),
        ("model", LogField.Model),
        ("input_tokens", LogField.Input),
        ("output_tokens", LogField.Output),
        ("input_cached_tokens", LogField.Cached),
        ("input_cache_write_tokens", LogField.CacheWrite),
        ("num_model_requests", LogField.Requests),
        ("project_id", LogField.Workload),
        ("api_key_id", LogField.WorkloadOr),
        ("user_id", LogField.WorkloadElse),
        ("batch", LogField.IsBatch),
        ("service_tier", LogField.Tier),
        ("amount.value", LogField.Cost),
        ("amount.currency", LogField.Currency),
        ("line_item", LogField.LineItem));

    public static FieldMap Anthropic { get; } = new(
        ("model", LogField.Model),
        ("uncached_input_tokens", LogField.UncachedInput),
        ("output_tokens", LogField.Output),
        ("cache_read_input_tokens", LogField.Cached),
        ("cache_creation.ephemeral_5m_input_tokens", LogField.CacheWrite),
        ("cache_creation.ephemeral_1h_input_tokens", LogField.HourCacheWrite),
        ("workspace_id", LogField.Workload),
        ("api_key_id", LogField.WorkloadOr),
        ("service_tier", LogField.Tier),
        ("context_window", LogField.ContextWindow),
        ("amount", LogField.Cost),
        ("currency", LogField.Currency),
        ("description", LogField.LineItem));

    protected override void ReadRecord(ReadOnlySpan<byte> json, ILogSink sink)
    {
        var (from, to) = (TimeIn(json, "start_time"u8, "starting_at"u8), TimeIn(json, "end_time"u8, "ending_at"u8));
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isResults = reader.ValueTextEquals("results"u8) || reader.ValueTextEquals("result"u8);
            reader.Read();
            if (isResults && reader.TokenType == JsonTokenType.StartArray)
                ReadResults(ref reader, json, from, to, sink);
            else
                reader.Skip();
        }
    }

    private void ReadResults(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, DateTimeOffset? from, DateTimeOffset? to, ILogSink sink)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            Row.Clear();
            _walker.Read(json[start..(int)reader.BytesConsumed]);
            (Row.Time, Row.End) = (from, to);
            if (Row.Cost is not null && Row.Currency.Length > 0 && !Row.Currency.Equals("usd", StringComparison.OrdinalIgnoreCase))
                sink.Refuse($"has an amount in {Row.Currency}, not in US dollars");
            else if (Row.Cost is { } amount && !Row.HasTokens)
                sink.Add(new LoggedBill(Row.LineItem.Length > 0 ? Row.LineItem : "(not itemised)", provider == "anthropic" ? amount / Cents : amount) { At = from, Duration = to - from });
            else
                FinishUse(sink);
        }
    }

    private void FinishUse(ILogSink sink)
    {
        if (Row.Model.Length == 0)
            Row.Set(LogField.Model, "(not grouped by model)"u8);
        Row.Set(LogField.Provider, System.Text.Encoding.UTF8.GetBytes(provider));
        if (Row.Kind.Contains("embedding", StringComparison.Ordinal))
            Row.Set(LogField.Operation, "embeddings"u8);
        Finish(sink, isAggregate: true);
    }

    private static DateTimeOffset? TimeIn(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> otherName)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTime = reader.ValueTextEquals(name) || reader.ValueTextEquals(otherName);
            reader.Read();
            if (isTime)
                return LogTime.Parse(reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? reader.ValueSpan : []);
            reader.Skip();
        }

        return null;
    }
}
