using Nightshift.Simulator.Chat;

namespace Nightshift.Simulator.Endpoints;

/// <summary>The endpoints there are; they hold no state.</summary>
internal static class EndpointSet
{
    public static readonly Endpoint Chat = new ChatEndpoint();
    public static readonly Endpoint Responses = new ResponsesEndpoint();
    public static readonly Endpoint Embeddings = new EmbeddingsEndpoint();
    public static readonly Endpoint Messages = new MessagesEndpoint();
    public static readonly Endpoint GenerateContent = new GenerateContentEndpoint();
    public static readonly Endpoint EmbedContent = new EmbedContentEndpoint();

    /// <summary>An OpenAI-compatible endpoint by the end of its path.</summary>
    public static Endpoint? ByPath(ReadOnlySpan<char> path) => path switch
    {
        _ when path.EndsWith("/chat/completions") => Chat,
        _ when path.EndsWith("/responses") => Responses,
        _ when path.EndsWith("/embeddings") => Embeddings,
        _ => null,
    };
}
