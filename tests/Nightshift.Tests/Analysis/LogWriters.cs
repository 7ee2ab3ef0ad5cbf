using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Nightshift.Tests.Analysis;

/// <summary>Writes calls down as each kind of log would.</summary>
internal static class LogWriters
{
    /// <summary>What each call is logged to have cost: nobody's price, so that it is told from the price book's.</summary>
    public const decimal LoggedUsd = 0.000125m;

    public static IReadOnlyDictionary<string, Func<IReadOnlyList<Call>, string>> OfRequests { get; } = new Dictionary<string, Func<IReadOnlyList<Call>, string>>(StringComparer.Ordinal)
    {
        ["litellm.jsonl"] = calls => Lines(calls, LiteLlm),
        ["litellm.json"] = calls => "[\n" + string.Join(",\n", calls.Select(LiteLlm)) + "\n]",
        ["litellm.csv"] = calls => Csv("request_id,call_type,startTime,endTime,completionStartTime,model,custom_llm_provider,prompt_tokens,completion_tokens,spend,request_tags,end_user,metadata,cache_hit,messages", calls, call =>
        [
            "r", Type(call), Time(call.At), Time(call.At + call.Took), Time(call.At + call.Took), call.Model, call.Provider, call.Usage.InputTokens, call.Usage.OutputTokens,
            "1.25e-04", $"[\"{call.Workload}\"]", call.Person ?? "", Json(CachedOf(call)), "False", call.Prompt,
        ]),
        ["langfuse.jsonl"] = calls => Lines(calls, Langfuse),
        ["langfuse-page.json"] = calls => "{\"data\": [" + string.Join(",\n  ", calls.Select(Langfuse)) + "], \"meta\": {\"page\": 1}}",
        ["langfuse.csv"] = calls => Csv("id,trace_id,type,trace_name,start_time,end_time,provided_model_name,usage_details,total_cost,user_id,input", calls, call =>
            ["o", "t", Kind(call), call.Workload, SpacedTime(call.At), SpacedTime(call.At + call.Took), call.Model, Json(Details(call)), LoggedUsd, call.Person ?? "", call.Prompt]),
        ["helicone.jsonl"] = calls => Lines(calls, Helicone),
        ["otlp.json"] = calls => "{\"resourceSpans\": [{\"resource\": {\"attributes\": [{\"key\": \"service.name\", \"value\": {\"stringValue\": \"shop\"}}]}, \"scopeSpans\": [{\"scope\": {\"name\": \"x\"}, \"spans\": [\n"
            + string.Join(",\n", calls.Select(Span)) + "]}]}]}",
        ["otlp.jsonl"] = calls => Lines(calls, call => "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + Span(call) + "]}],\"resource\":{\"attributes\":[]}}]}"),
        ["spans.jsonl"] = calls => Lines(calls, call => Json(new { name = "chat", start_time = Time(call.At), end_time = Time(call.At + call.Took), attributes = Attributes(call), resource = new { attributes = new Dictionary<string, string> { ["service.name"] = "shop" } } })),
        ["plain.csv"] = calls => Csv("timestamp,latency_ms,team,provider,model,prompt_tokens,completion_tokens,cached_tokens,cost_usd,session_id,endpoint,messages", calls, call =>
            [call.At.ToUnixTimeSeconds(), call.Took.TotalMilliseconds, call.Workload, call.Provider, call.Model, call.Usage.InputTokens, call.Usage.OutputTokens, call.Usage.CachedInputTokens, LoggedUsd, call.Person ?? "", Path(call), call.Prompt]),
        ["plain.jsonl"] = calls => Lines(calls, call => WithPrompt(call, new
        {
            ts = call.At.ToUnixTimeMilliseconds(), latency_ms = call.Took.TotalMilliseconds, workload = call.Workload, model = $"{call.Provider}/{call.Model}", cost = LoggedUsd, conversation_id = call.Person, messages = PromptHere,
            usage = new { prompt_tokens = call.Usage.InputTokens, completion_tokens = call.Usage.OutputTokens, prompt_tokens_details = new { cached_tokens = call.Usage.CachedInputTokens } },
        })),
    };

    /// <summary>OpenAI's usage report, an hour a bucket, in pages of a day, one after another as they were saved.</summary>
    public static string OpenAiUsage(IEnumerable<Call> calls) => string.Join('\n', calls.Where(call => call.Provider == "openai").GroupBy(call => call.At.Date).Select(day => Json(new
    {
        @object = "page",
        data = day.GroupBy(call => call.At.ToUnixTimeSeconds() / 3600 * 3600).Select(hour => new
        {
            @object = "bucket", start_time = hour.Key, end_time = hour.Key + 3600,
            results = hour.GroupBy(call => (call.Workload, call.Model)).Select(group => new
            {
                @object = "organization.usage.completions.result", input_tokens = group.Sum(call => call.Usage.InputTokens), output_tokens = group.Sum(call => call.Usage.OutputTokens),
                input_cached_tokens = group.Sum(call => call.Usage.CachedInputTokens), num_model_requests = group.Count(), project_id = group.Key.Workload, user_id = (string?)null, api_key_id = (string?)null, model = group.Key.Model, batch = false,
            }),
        }),
        has_more = true, next_page = "p",
    }, Indented)));

    /// <summary>Anthropic's usage report, a day a bucket.</summary>
    public static string AnthropicUsage(IEnumerable<Call> calls) => Json(new
    {
        data = calls.Where(call => call.Provider == "anthropic").GroupBy(call => call.At.Date).Select(day => new
        {
            starting_at = Time(new DateTimeOffset(day.Key, TimeSpan.Zero)), ending_at = Time(new DateTimeOffset(day.Key.AddDays(1), TimeSpan.Zero)),
            results = new[]
            {
                new
                {
                    uncached_input_tokens = day.Sum(call => call.Usage.InputTokens - call.Usage.CachedInputTokens), cache_creation = new { ephemeral_1h_input_tokens = 0, ephemeral_5m_input_tokens = 0 },
                    cache_read_input_tokens = day.Sum(call => call.Usage.CachedInputTokens), output_tokens = day.Sum(call => call.Usage.OutputTokens),
                    service_tier = "standard", model = day.First().Model, workspace_id = day.First().Workload, api_key_id = (string?)null, context_window = "0-200k",
                },
            },
        }),
        has_more = false, next_page = (string?)null,
    });

    private const string PromptHere = "@prompt@";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string LiteLlm(Call call) => WithPrompt(call, new
    {
        request_id = "r", call_type = Type(call), api_key = "88dc28d0f030c55e", spend = 1.25e-04, total_tokens = call.Usage.TotalTokens, prompt_tokens = call.Usage.InputTokens, completion_tokens = call.Usage.OutputTokens,
        startTime = Time(call.At), endTime = Time(call.At + call.Took), completionStartTime = Time(call.At + call.Took), model = call.Model, custom_llm_provider = call.Provider, user = "default_user_id",
        metadata = CachedOf(call), request_tags = new[] { "User-Agent: python", call.Workload }, end_user = call.Person, cache_hit = "False", messages = PromptHere, response = new { },
    });

    private static string Langfuse(Call call) => WithPrompt(call, new
    {
        id = "o", traceId = "t", type = Kind(call), traceName = call.Workload, startTime = Time(call.At), endTime = Time(call.At + call.Took), completionStartTime = (string?)null, model = call.Model, input = PromptHere, output = "…",
        usageDetails = Details(call), costDetails = new { total = LoggedUsd }, userId = call.Person,
    });

    private static string Helicone(Call call) => WithPrompt(call, new
    {
        response_id = "x", request_id = "y", request_created_at = Time(call.At), response_created_at = Time(call.At + call.Took), response_status = 200, request_body = new { model = call.Model, messages = PromptHere }, request_path = Path(call),
        request_user_id = call.Person, request_properties = new { call.Workload }, request_model = call.Model, provider = call.Provider.ToUpperInvariant(), delay_ms = call.Took.TotalMilliseconds,
        prompt_tokens = call.Usage.InputTokens + 0.0m, prompt_cache_read_tokens = call.Usage.CachedInputTokens, completion_tokens = call.Usage.OutputTokens, costUSD = LoggedUsd,
    });

    private static string Span(Call call) => Json(new
    {
        traceId = "a", spanId = "b", name = "chat", startTimeUnixNano = $"{Nanoseconds(call.At)}", endTimeUnixNano = $"{Nanoseconds(call.At + call.Took)}",
        attributes = Attributes(call).Select(attribute => new { key = attribute.Key, value = attribute.Value switch { long number => new { intValue = $"{number}" }, decimal number => new { doubleValue = number }, var text => (object)new { stringValue = text } } }),
    });

    private static Dictionary<string, object> Attributes(Call call)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["gen_ai.provider.name"] = call.Provider == "gemini" ? "gcp.gemini" : call.Provider, ["gen_ai.operation.name"] = call.IsEmbedding ? "embeddings" : "chat", ["gen_ai.request.model"] = call.Model,
            ["gen_ai.usage.input_tokens"] = call.Usage.InputTokens, ["gen_ai.usage.output_tokens"] = call.Usage.OutputTokens, ["gen_ai.usage.cache_read.input_tokens"] = call.Usage.CachedInputTokens,
            ["gen_ai.usage.cost"] = LoggedUsd, ["workload"] = call.Workload, ["gen_ai.input.messages"] = call.Prompt,
        };
        if (call.Person is { } person)
            attributes["gen_ai.conversation.id"] = person;
        return attributes;
    }

    private static object CachedOf(Call call) => new { usage_object = new { prompt_tokens_details = new { cached_tokens = call.Usage.CachedInputTokens } } };

    private static object Details(Call call) => new { input = call.Usage.InputTokens - call.Usage.CachedInputTokens, input_cached_tokens = call.Usage.CachedInputTokens, output = call.Usage.OutputTokens };

    private static string Type(Call call) => call.IsEmbedding ? "aembedding" : "acompletion";

    private static string Kind(Call call) => call.IsEmbedding ? "EMBEDDING" : "GENERATION";

    private static string Path(Call call) => call.IsEmbedding ? "/v1/embeddings" : "/v1/chat/completions";

    private static string WithPrompt(Call call, object row) => Json(row).Replace($"\"{PromptHere}\"", call.Prompt);

    private static string SpacedTime(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static string Lines(IEnumerable<Call> calls, Func<Call, string> line) => string.Concat(calls.Select(call => line(call) + "\n"));

    private static string Csv(string header, IEnumerable<Call> calls, Func<Call, object[]> cells)
    {
        var csv = new StringBuilder(header).Append('\n');
        foreach (var call in calls)
            csv.AppendJoin(',', cells(call).Select(cell => $"\"{string.Format(CultureInfo.InvariantCulture, "{0}", cell).Replace("\"", "\"\"")}\"")).Append('\n');
        return csv.ToString();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static long Nanoseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100;

    private static string Json(object? value, JsonSerializerOptions? options = null) => JsonSerializer.Serialize(value, options);
}
