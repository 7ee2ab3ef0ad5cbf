using Microsoft.AspNetCore.Http;

namespace Nightshift.Simulator.Http;

/// <summary>Where a path leads.</summary>
internal abstract record Route
{
    /// <summary>The one method that is allowed; null when the route decides itself.</summary>
    public abstract string? Method { get; }

    /// <summary>A chat completion at one provider's address; each has limits of its own.</summary>
    public sealed record Chat(int Provider) : Route
    {
        public override string? Method => HttpMethods.Post;
    }

    public sealed record Models(string? Name) : Route
    {
        public override string? Method => HttpMethods.Get;
    }

    public sealed record Ledger : Route
    {
        public override string? Method => null;
    }

    /// <summary>The other end of the faults <c>redirect</c> and <c>redirect-same-host</c>.</summary>
    public sealed record Redirected : Route
    {
        public override string? Method => null;
    }

    public sealed record Unknown : Route
    {
        public override string? Method => null;
    }
}

/// <summary>The address table. A provider is one line: its own path before <c>/chat/completions</c> and <c>/models</c>.</summary>
internal static class Routes
{
    public const string RedirectedPrefix = "/redirected";

    /// <summary>The base addresses, below which every OpenAI-compatible route is.</summary>
    public static readonly string[] Bases =
    [
        "/openai/v1",
        "/v1",
        "/azure/openai/v1",
        "/groq/openai/v1",
        "/together/v1",
        "/mistral/v1",
        "/deepseek/v1",
        "/openrouter/api/v1",
        "/fireworks/inference/v1",
        "/xai/v1",
        "/glm/api/paas/v4",
        "/qwen/compatible-mode/v1",
    ];

    private static readonly Route.Chat[] Chats = [.. Bases.Select((_, provider) => new Route.Chat(provider))];
    private static readonly Route.Models AllModels = new(Name: null);
    private static readonly Route.Ledger Books = new();
    private static readonly Route.Redirected Elsewhere = new();
    private static readonly Route.Unknown Nowhere = new();

    public static Route Find(string path)
    {
        for (var provider = 0; provider < Bases.Length; provider++)
        {
            if (path.StartsWith(Bases[provider], StringComparison.Ordinal))
            {
                switch (path.AsSpan(Bases[provider].Length))
                {
                    case "/chat/completions":
                        return Chats[provider];
                    case "/models":
                        return AllModels;
                    case ['/', 'm', 'o', 'd', 'e', 'l', 's', '/', _, ..] rest:
                        return new Route.Models(rest["/models/".Length..].ToString());
                }
            }
        }

        return path == "/ledger" ? Books : path.StartsWith(RedirectedPrefix + "/", StringComparison.Ordinal) ? Elsewhere : Nowhere;
    }
}
