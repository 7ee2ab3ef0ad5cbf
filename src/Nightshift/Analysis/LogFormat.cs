namespace Nightshift.Analysis;

/// <summary>The kinds of usage logs that are understood.</summary>
public enum LogFormat
{
    /// <summary>OpenAI's usage and costs reports of an organization.</summary>
    OpenAi,

    /// <summary>Anthropic's usage report of an organization.</summary>
    Anthropic,

    /// <summary>LiteLLM's spend logs.</summary>
    LiteLlm,

    /// <summary>Langfuse's observations.</summary>
    Langfuse,

    /// <summary>Helicone's requests.</summary>
    Helicone,

    /// <summary>OpenTelemetry spans with the GenAI attributes.</summary>
    OpenTelemetry,

    /// <summary>Any table or JSON lines, by the names of its columns.</summary>
    Plain,
}

/// <summary>The names that formats go by on the command line.</summary>
public static class LogFormatNames
{
    private static readonly (string Name, LogFormat Format)[] Names =
    [
        ("openai", LogFormat.OpenAi), ("anthropic", LogFormat.Anthropic), ("litellm", LogFormat.LiteLlm), ("langfuse", LogFormat.Langfuse),
        ("helicone", LogFormat.Helicone), ("otel", LogFormat.OpenTelemetry), ("plain", LogFormat.Plain),
    ];

    /// <summary>All names.</summary>
    public static IEnumerable<string> All => Names.Select(static known => known.Name);

    /// <summary>The format of a name; null when there is none.</summary>
    public static LogFormat? Find(string name) => Names.Where(known => known.Name == name).Select(static known => (LogFormat?)known.Format).FirstOrDefault();

    /// <summary>The name of a format.</summary>
    public static string Of(LogFormat format) => Names.First(known => known.Format == format).Name;
}
