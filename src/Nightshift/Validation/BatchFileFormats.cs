namespace Nightshift.Validation;

/// <summary>The formats that are known. MB are taken as 1,000,000 bytes where a page does not say: the smaller reading.</summary>
public static class BatchFileFormats
{
    private const long Megabyte = 1_000_000;

    /// <summary>What others are told by, and what a file is held against that shows nothing else.</summary>
    public static BatchFileFormat OpenAi { get; } = new()
    {
        Name = "openai",
        Urls =
        [
            "/v1/chat/completions", "/v1/responses", "/v1/embeddings", "/v1/completions", "/v1/moderations",
            "/v1/images/generations", "/v1/images/edits", "/v1/videos",
        ],
        MostRows = 50_000,
        MostBytes = 200 * Megabyte,
        MostInputs = 50_000,
        Source = "Batch guide and API reference",
        AsOf = new(2026, 8, 21),
    };

    /// <summary>Anthropic's message batches.</summary>
    public static BatchFileFormat Anthropic { get; } = new()
    {
        Name = "anthropic",
        BodyMember = "params",
        Body = BodyShape.Messages,
        LongestId = 64,
        HasPlainIds = true,
        NeedsUrl = false,
        MixesModels = true,
        MostRows = 100_000,
        MostBytes = 256 * Megabyte,
        Source = "Message batches documentation; the pattern of custom_id from live refusals",
        AsOf = new(2026, 8, 22),
    };

    /// <summary>Gemini's batches from a file. Its model stands in the address.</summary>
    public static BatchFileFormat Gemini { get; } = new()
    {
        Name = "gemini",
        IdMember = "key",
        BodyMember = "request",
        Body = BodyShape.GenerateContent,
        NeedsUrl = false,
        NeedsModel = false,
        MostBytes = 2000 * Megabyte,
        Source = "discovery document v1beta, revision 20260325, and the python SDK",
        AsOf = new(2026, 8, 1),
    };

    /// <summary>Mistral's batch jobs: the job names endpoint and, if it wants, model.</summary>
    public static BatchFileFormat Mistral { get; } = new()
    {
        Name = "mistral",
        NeedsUrl = false,
        NeedsModel = false,
        MostRows = 100_000,
        MostBytes = 512 * Megabyte,
        Source = "known limitations page (the FAQ says 1,000,000 rows)",
        AsOf = new(2026, 8, 21),
    };

    /// <summary>Zhipu, whose urls carry v4 in place of v1.</summary>
    public static BatchFileFormat Zhipu { get; } = new()
    {
        Name = "zhipu",
        Urls = ["/v4/chat/completions", "/v4/embeddings"],
        ShortestId = 6,
        MostRows = 50_000,
        MostBytes = 100 * Megabyte,
        Source = "python SDK and its tests; limits and the length of ids unverified",
        AsOf = new(2026, 4, 8),
    };

    /// <summary>Alibaba Model Studio, with its test model's endpoint.</summary>
    public static BatchFileFormat DashScope { get; } = new()
    {
        Name = "dashscope",
        Urls = ["/v1/chat/completions", "/v1/embeddings", "/v1/chat/ds-test"],
        MostRows = 50_000,
        MostBytes = 500 * Megabyte,
        MostLineBytes = 6_000_000,
        Source = "Model Studio documentation; sizes unverified",
        AsOf = new(2026, 3, 17),
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BatchFileFormat> All { get; } =
    [
        OpenAi,
        OpenAi with
        {
            Name = "azure",
            Urls = ["/v1/chat/completions", "/v1/responses", "/chat/completions"],
            MostRows = 100_000,
            MostInputs = null,
            Source = "how-to pages of Azure OpenAI batch (its models are deployments; no embeddings)",
            AsOf = new(2026, 8, 14),
        },
        Anthropic,
        Gemini,
        Mistral,
        new()
        {
            Name = "groq",
            Urls = ["/v1/chat/completions", "/v1/audio/transcriptions", "/v1/audio/translations"],
            // Whether one file may name several models is not documented: not a fault.
            MixesModels = true,
            MostRows = 50_000,
            MostBytes = 100 * Megabyte,
            Source = "python SDK (the documentation says 200 MB)",
            AsOf = new(2026, 8, 18),
        },
        new()
        {
            Name = "together",
            LongestId = 64,
            NeedsUrl = false,
            MostRows = 50_000,
            MostBytes = 100 * Megabyte,
            Source = "API description; the length of ids unverified",
            AsOf = new(2026, 4, 28),
        },
        new()
        {
            Name = "fireworks",
            NeedsUrl = false,
            NeedsModel = false,
            Source = "python SDK; no limits are documented",
            AsOf = new(2026, 8, 1),
        },
        new()
        {
            Name = "xai",
            MixesUrls = true,
            MixesModels = true,
            MostRows = 50_000,
            MostBytes = 200 * Megabyte,
            Source = "python SDK and others' adapters",
            AsOf = new(2026, 8, 3),
        },
        Zhipu,
        DashScope,
    ];

    /// <summary>The format of that name, or null.</summary>
    public static BatchFileFormat? Find(string name) => All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
