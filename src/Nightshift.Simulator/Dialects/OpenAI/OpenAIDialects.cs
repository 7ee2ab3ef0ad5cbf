using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.OpenAI;

/// <summary>The providers that follow OpenAI's files and batches, each as what it does otherwise (state of 2026-08 unless said).</summary>
internal static class OpenAIDialects
{
    /// <summary>OpenAI itself, and servers that copy it (Batch guide and openapi.yaml, 2026-07).</summary>
    public static readonly Dialect OpenAI = new OpenAIDialect(new());

    /// <summary>Hosts without batches.</summary>
    public static readonly Dialect LiveOnly = new OpenAIDialect(new() { Batches = false });

    /// <summary>Azure: 100,000 rows, files for 14 to 30 days or without end, other names for faults (azure-ai-docs, 2026-08-14).</summary>
    public static readonly Dialect Azure = new OpenAIDialect(new()
    {
        Errors = ErrorShapes.Azure,
        Endpoints = ["/v1/chat/completions", "/chat/completions", "/v1/responses"],
        Lines = new() { Rows = 100_000, WritesId = false },
        Expires = false,
        FileLife = null,
        LeastFileLife = TimeSpan.FromDays(14),
        FaultCode = code => code switch { "invalid_url" => "url_mismatch", "mismatched_model" => "model_mismatch", _ => code },
    });

    /// <summary>Groq: windows up to a week, no pages (groq-python, 2026-08-18).</summary>
    public static readonly Dialect Groq = new OpenAIDialect(new()
    {
        Endpoints = ["/v1/chat/completions", "/v1/audio/transcriptions", "/v1/audio/translations"],
        Windows = (TimeSpan.FromHours(24), TimeSpan.FromDays(7)),
        Paged = false,
        TellsUsage = false,
    });

    /// <summary>Zhipu: paths with /v4, pages of ten, and the input goes with the batch (z-ai-sdk-python, 2026-04-08).</summary>
    public static readonly Dialect Zhipu = new OpenAIDialect(new()
    {
        Errors = ErrorShapes.Zhipu,
        Endpoints = ["/v4/chat/completions", "/v4/embeddings"],
        Lines = new() { Bytes = 100_000_000 },
        WindowRequired = false,
        ListLimit = 10,
        TellsUsage = false,
        DeletesInput = true,
    });

    /// <summary>DashScope: windows up to 14 days, a free test endpoint (help.aliyun.com, 2025-08 to 2026-10).</summary>
    public static readonly Dialect DashScope = new OpenAIDialect(new()
    {
        Errors = ErrorShapes.DashScope,
        Endpoints = ["/v1/chat/completions", "/v1/embeddings", "/v1/chat/ds-test"],
        Windows = (TimeSpan.FromHours(24), TimeSpan.FromHours(336)),
        Lines = new() { Bytes = 500_000_000 },
        FileIdPrefix = "file-batch-",
        TellsUsage = false,
    });

    /// <summary>DashScope's batch chat: live calls at half price that wait in a queue.</summary>
    public static readonly Dialect DashScopeHeld = new OpenAIDialect(new() { Errors = ErrorShapes.DashScope, Batches = false, Held = true });

    /// <summary>Volcengine Ark: live calls, and the same below /batch at half price from a queue (volcengine-python-sdk).</summary>
    public static readonly Dialect Volcengine = new VolcengineDialect(new() { Batches = false });

    /// <summary>Novita: lines may leave out method and url, statuses in capitals and with a word of its own (its documentation).</summary>
    public static readonly Dialect Novita = new OpenAIDialect(new()
    {
        Endpoints = ["/v1/chat/completions", "/v1/completions"],
        Windows = (TimeSpan.FromHours(24), TimeSpan.FromHours(48)),
        WindowRequired = false,
        Lines = new() { MethodAndUrlRequired = false },
        Word = stage => stage == Stage.Running ? "PROGRESS" : stage.ToString().ToUpperInvariant(),
        FileLife = TimeSpan.FromDays(15),
    });

    /// <summary>Doubleword: several models and endpoints in one file, a window of one hour too (autobatcher README).</summary>
    public static readonly Dialect Doubleword = new OpenAIDialect(new()
    {
        Windows = (TimeSpan.FromHours(1), TimeSpan.FromHours(24)),
        Lines = new() { Mixes = true },
    });
}
