using System.Text.Json;

namespace Nightshift.Simulator.Chat;

/// <summary>What the simulator reads from a chat completion request. It lives as long as the parsed body behind <paramref name="Schema"/>.</summary>
/// <param name="Model">The model as it was asked for.</param>
/// <param name="Prompt">The last user text; without one, the last message's.</param>
/// <param name="Texts">The texts of all messages, instructions first.</param>
/// <param name="InputTokens">The tokens of all messages.</param>
/// <param name="MaxTokens">The most tokens of an answer; null is no limit.</param>
/// <param name="Choices">How many answers are asked for.</param>
/// <param name="Stream">Whether the answer is to come as server-sent events.</param>
/// <param name="StreamUsage">Whether the stream ends with the usage.</param>
/// <param name="Schema">The JSON schema that the answer must follow, if there is one.</param>
internal sealed record ChatRequest(
    string Model, string Prompt, IReadOnlyList<string> Texts, int InputTokens, int? MaxTokens, int Choices, bool Stream, bool StreamUsage, JsonElement? Schema)
{
    /// <summary>Input tokens that are read from the prompt cache: what the instructions before the user's text come to, for models whose name ends with <c>-cached</c>.</summary>
    public int CachedTokens { get; init; }

    /// <summary>The vectors asked for; null for a request that is answered with text.</summary>
    public EmbeddingShape? Embedding { get; init; }
}

/// <summary>What embeddings look like: how long, and as base64 of little-endian floats or as numbers.</summary>
internal sealed record EmbeddingShape(int Dimensions, bool Base64);
