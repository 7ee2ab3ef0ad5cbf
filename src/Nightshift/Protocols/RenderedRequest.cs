namespace Nightshift.Protocols.ChatCompletions;

/// <summary>A row's request, or why there is none. A closed family.</summary>
public abstract record RenderedRequest
{
    private RenderedRequest()
    {
    }

    /// <summary>The request body, JSON in UTF-8.</summary>
    public sealed record Ready(ReadOnlyMemory<byte> Body) : RenderedRequest;

    /// <summary>The row cannot be sent: why, in words that follow on "the record": <c>has no column 'text' (it has: a, b)</c>.</summary>
    public sealed record Faulty(string Sentence) : RenderedRequest;
}
