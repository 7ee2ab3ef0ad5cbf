using Nightshift.Model;

namespace Nightshift.Providers;

/// <summary>
/// Volcengine Ark (Doubao): calls that are held in a queue at half price; the model is the name of a batch inference endpoint,
/// <c>ep-bi-…</c> (volcengine-python-sdk, 2026-08).
/// </summary>
internal static class Volcengine
{
    public static Provider Held { get; } = new()
    {
        Name = "volcengine-batch",
        BaseAddress = new Uri("https://ark.cn-beijing.volces.com/api/v3/batch"),
        KeyVariable = "ARK_API_KEY",
        BaseAddressVariable = "VOLCENGINE_BATCH_BASE_URL",
        Timeout = TimeSpan.FromHours(1),
        // How long a queue holds a call says nothing about what it can take: no number would ever be found.
        Concurrency = 500,
        PricedAs = new("volcengine", AnswerMode.Batch),
    };
}
