namespace Nightshift.Providers;

/// <summary>Zhipu (GLM), OpenAI-compatible; its addresses carry v4 in place of v1 (documentation, 2026-08).</summary>
internal static class Zhipu
{
    public static Provider Provider { get; } = new()
    {
        Name = "zhipu",
        BaseAddress = new Uri("https://open.bigmodel.cn/api/paas/v4"),
        KeyVariable = "ZHIPU_API_KEY",
        BaseAddressVariable = "ZHIPU_BASE_URL",
    };
}
