using Nightshift.Simulator.Dialects;
using Nightshift.Simulator.Dialects.Anthropic;
using Nightshift.Simulator.Dialects.Fireworks;
using Nightshift.Simulator.Dialects.Gemini;
using Nightshift.Simulator.Dialects.Mistral;
using Nightshift.Simulator.Dialects.OpenAI;
using Nightshift.Simulator.Dialects.Together;
using Nightshift.Simulator.Dialects.XAI;

namespace Nightshift.Simulator.Http;

/// <summary>One provider's place in the simulator: its base address and what it speaks there.</summary>
internal sealed record Address(string Base, Dialect Dialect);

/// <summary>Where a path leads.</summary>
internal abstract record Route
{
    /// <summary>Something at a provider's address.</summary>
    /// <param name="Number">The address's place in <see cref="Routes.Addresses"/>.</param>
    /// <param name="Path">The path below the base address, in parts.</param>
    public sealed record At(int Number, string[] Path) : Route;

    public sealed record Ledger : Route;

    /// <summary>The other end of the faults <c>redirect</c> and <c>redirect-same-host</c>, and of addresses on another host.</summary>
    public sealed record Redirected : Route;

    public sealed record Unknown : Route;
}

/// <summary>The address table.</summary>
internal static class Routes
{
    public const string RedirectedPrefix = "/redirected";

    /// <summary>The base addresses. A longer one comes before one that it begins with.</summary>
    public static readonly Address[] Addresses =
    [
        new("/openai/v1", OpenAIDialects.OpenAI),
        new("/v1", OpenAIDialects.OpenAI),
        new("/azure/openai/v1", OpenAIDialects.Azure),
        new("/azure/openai", OpenAIDialects.Azure),
        new("/groq/openai/v1", OpenAIDialects.Groq),
        new("/together/v1", TogetherDialect.Instance),
        new("/mistral/v1", MistralDialect.Instance),
        new("/anthropic", AnthropicDialect.Instance),
        new("/gemini", GeminiDialect.Instance),
        new("/deepseek/v1", OpenAIDialects.LiveOnly),
        new("/openrouter/api/v1", OpenAIDialects.LiveOnly),
        new("/fireworks/inference/v1", OpenAIDialects.LiveOnly),
        new("/fireworks", FireworksDialect.Instance),
        new("/xai/v1", XAIDialect.Instance),
        new("/glm/api/paas/v4", OpenAIDialects.Zhipu),
        new("/qwen/compatible-mode/v1", OpenAIDialects.DashScope),
        new("/qwen-batch/compatible-mode/v1", OpenAIDialects.DashScopeHeld),
        new("/volcengine/api/v3", OpenAIDialects.Volcengine),
        new("/novita/openai/v1", OpenAIDialects.Novita),
        new("/doubleword/v1", OpenAIDialects.Doubleword),
        new("/parasail/v1", OpenAIDialects.OpenAI),
    ];

    private static readonly Route.Ledger Books = new();
    private static readonly Route.Redirected Elsewhere = new();
    private static readonly Route.Unknown Nowhere = new();

    public static Route Find(string path)
    {
        for (var number = 0; number < Addresses.Length; number++)
        {
            var address = Addresses[number].Base;
            if (path.Length > address.Length && path[address.Length] == '/' && path.StartsWith(address, StringComparison.Ordinal))
                return new Route.At(number, path[(address.Length + 1)..].Split('/'));
        }

        return path == "/ledger" ? Books : path.StartsWith(RedirectedPrefix + "/", StringComparison.Ordinal) ? Elsewhere : Nowhere;
    }
}
