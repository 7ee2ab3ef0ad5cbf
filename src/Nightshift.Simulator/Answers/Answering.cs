using Nightshift.Simulator.Chat;

namespace Nightshift.Simulator.Answers;

/// <summary>The models: <c>echo</c>, <c>label</c>, <c>json</c>, each also with <c>+sha</c>, and <c>embed</c> for vectors; any other name is <c>echo</c>.</summary>
internal static class Answering
{
    public const string ShaSuffix = "+sha";

    public static readonly string[] Models = ["echo", "label", "json", "embed", "echo+sha", "label+sha", "json+sha"];

    /// <summary>The same request always gets the same answer.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="promptSha256">The SHA-256 of its prompt: what every choice that an answer makes is drawn from.</param>
    public static Answer Answer(ChatRequest request, ReadOnlySpan<byte> promptSha256)
    {
        if (request.Embedding is not null)
            return new("", 0, "stop");
        var text = Speak(request, promptSha256);
        var tokens = Tokens.Count(text);
        return request.MaxTokens < tokens
            ? new(Tokens.Cut(text, request.MaxTokens.Value), Billed(request.MaxTokens.Value, request), "length")
            : new(text, Billed(tokens, request), "stop");
    }

    private static int Billed(int tokens, ChatRequest request) => (int)Math.Min(int.MaxValue, (long)tokens * request.Choices);

    private static string Speak(ChatRequest request, ReadOnlySpan<byte> promptSha256)
    {
        var carriesSha = request.Model.EndsWith(ShaSuffix, StringComparison.Ordinal);
        var model = carriesSha ? request.Model[..^ShaSuffix.Length] : request.Model;
        var text = model switch
        {
            "json" or "label" when request.Schema is { } schema => SchemaFiller.Fill(schema, promptSha256),
            "json" => SchemaFiller.WithoutSchema(promptSha256),
            "label" => Label(request, promptSha256),
            _ => request.Prompt,
        };
        // A suffix would make JSON unreadable: there a string member named prompt_sha256 carries it.
        return carriesSha && model is not "json" && (model is not "label" || request.Schema is null)
            ? $"{text} sha256:{Convert.ToHexStringLower(promptSha256)}"
            : text;
    }

    private static string Label(ChatRequest request, ReadOnlySpan<byte> promptSha256)
    {
        var labels = LabelFinder.Find(request.Texts);
        return labels.Count == 0 ? "unknown" : labels[Pick.Index(promptSha256, "label", labels.Count)];
    }
}
