using System.Text.Json;

namespace Nightshift.Analysis.Logs;

/// <summary>Tells from a record what log it is of, by the names that no other log has.</summary>
internal static class LogSniffer
{
    /// <summary>The format, and whether the record is a page of it; null when it is none that is understood, or an empty page.</summary>
    /// <exception cref="JsonException">The record breaks off.</exception>
    public static (LogFormat? Format, bool IsPage) FormatOf(ReadOnlySpan<byte> record)
    {
        if (FormatOf(JsonMember.Names(record), record) is { } format)
            return (format, false);
        var reader = new Utf8JsonReader(record);
        if (!LogPage.FindRecords(ref reader) || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return (null, false);
        var first = JsonMember.Skip(ref reader, record);
        return (FormatOf(JsonMember.Names(first), first), true);
    }

    private static LogFormat? FormatOf(List<string> names, ReadOnlySpan<byte> record)
    {
        bool Has(params ReadOnlySpan<string> wanted)
        {
            foreach (var name in wanted)
            {
                if (!names.Contains(name))
                    return false;
            }

            return true;
        }

        if (Has("results") || Has("result"))
            return Has("starting_at") ? LogFormat.Anthropic : Has("start_time") ? LogFormat.OpenAi : null;
        if (Has("resourceSpans") || Has("scopeSpans") || Has("attributes", "name") || (Has("attributes") && record.IndexOf("gen_ai."u8) >= 0))
            return LogFormat.OpenTelemetry;
        if (Has("request_created_at") || Has("delay_ms", "request_id"))
            return LogFormat.Helicone;
        if (Has("startTime", "call_type") || Has("startTime", "spend") || Has("startTime", "custom_llm_provider"))
            return LogFormat.LiteLlm;
        if ((Has("traceId", "startTime") || Has("trace_id", "start_time")) && (Has("usageDetails") || Has("usage_details") || Has("promptTokens") || Has("usage") || Has("type")))
            return LogFormat.Langfuse;
        return PlainLog.IsKnown(names) ? LogFormat.Plain : null;
    }
}
