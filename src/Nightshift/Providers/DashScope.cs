namespace Nightshift.Providers;

/// <summary>Alibaba Model Studio (Qwen) in its OpenAI-compatible mode; Singapore is dashscope-intl (documentation, 2026-08).</summary>
internal static class DashScope
{
    public static Provider Provider { get; } = new()
    {
        Name = "dashscope",
        BaseAddress = new Uri("https://dashscope.aliyuncs.com/compatible-mode/v1"),
        KeyVariable = "DASHSCOPE_API_KEY",
        BaseAddressVariable = "DASHSCOPE_BASE_URL",
    };
}
