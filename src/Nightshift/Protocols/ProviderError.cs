using System.Globalization;
using System.Text.Json;

namespace Nightshift.Protocols;

/// <summary>What an error body says, whichever of the usual shapes it has. Members are null where it does not say.</summary>
/// <param name="Message">The sentence for people, at most 500 characters; never null.</param>
/// <param name="Type">OpenAI's <c>type</c>, Google's <c>status</c>.</param>
/// <param name="Code">OpenAI's <c>code</c>.</param>
internal sealed record ProviderError(string Message, string? Type, string? Code)
{
    private const int MaxMessage = 500;

    /// <summary>How long Google asks to wait, in its <c>RetryInfo</c>; null when nothing is said.</summary>
    public TimeSpan? RetryDelay { get; private init; }

    /// <summary>Whether the body was an error object; if not, a gateway may have spoken, or half of one came.</summary>
    public bool IsReadable { get; private init; } = true;

    /// <summary>Reads <c>{"error":{…}}</c>, <c>{"error":"…"}</c>, <c>{"message":…}</c>, <c>{"detail":…}</c>, or says what else came.</summary>
    /// <param name="body">What came.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="key">The key that the request was made with; it is hidden where the provider quotes it.</param>
    public static ProviderError Parse(ReadOnlyMemory<byte> body, int status, string? key = null)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement, key) ?? Unreadable(body, status);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Unreadable(body, status);
        }
    }

    /// <summary>Whether the type or the code is one of these words.</summary>
    public bool Is(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (string.Equals(Code, word, StringComparison.OrdinalIgnoreCase) || string.Equals(Type, word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static ProviderError? Read(JsonElement root, string? key)
    {
        // Google's compatible endpoint wraps the object in an array of one (2026-06).
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            root = root[0];
        if (root.ValueKind != JsonValueKind.Object)
            return null;
        if (root.TryGetProperty("error", out var error))
        {
            if (error.ValueKind == JsonValueKind.String)
                return new ProviderError(Sentence(error.GetString()!, key), null, null);
            root = error;
        }

        var message = Json.Text(root, "message") ?? Json.Text(root, "detail");
        return message is null ? null : new ProviderError(Sentence(message, key), Json.Text(root, "type") ?? Json.Text(root, "status"), Json.Text(root, "code"))
        {
            RetryDelay = ReadRetryDelay(root),
        };
    }

    /// <summary>A protobuf duration, as <c>34.074824224s</c>.</summary>
    private static TimeSpan? ReadRetryDelay(JsonElement error)
    {
        if (!error.TryGetProperty("details", out var details) || details.ValueKind != JsonValueKind.Array)
            return null;
        var text = details.EnumerateArray().Select(detail => Json.Text(detail, "retryDelay")).FirstOrDefault(delay => delay is not null);
        return text is [.., 's'] && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < int.MaxValue
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    private static ProviderError Unreadable(ReadOnlyMemory<byte> body, int status) =>
        new(body.IsEmpty ? $"HTTP {status} without a body" : $"HTTP {status} with a body that is no error object ({body.Length} bytes)", null, null) { IsReadable = false };

    private static string Sentence(string message, string? key)
    {
        var shown = Secret.Hide(key, message);
        if (shown.Length <= MaxMessage)
            return shown;
        // Never through the middle of a character: half of one cannot be stored.
        return string.Concat(shown.AsSpan(0, char.IsHighSurrogate(shown[MaxMessage - 1]) ? MaxMessage - 1 : MaxMessage), "…");
    }
}
