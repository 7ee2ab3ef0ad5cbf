using System.Runtime.InteropServices;
using System.Text.Json;

namespace Nightshift.Protocols.ChatCompletions;

/// <summary>What the endpoint demands of a request, checked before anything is sent. A fault is words that follow on "the record".</summary>
public static class ChatRequestRules
{
    /// <summary>The largest body that is sent, in bytes.</summary>
    public const int MaxBodyBytes = 64 * 1024 * 1024;

    private static readonly string[] Roles = ["developer", "system", "user", "assistant", "tool", "function"];

    /// <summary>For a body of our own writing: what its row's texts can do wrong. Null when it may be sent.</summary>
    public static string? CheckOwn(string user, int bodyBytes) =>
        string.IsNullOrWhiteSpace(user) ? "makes an empty prompt" : CheckSize(bodyBytes);

    /// <summary>For a body that came from outside: all of the rules. Null when it may be sent.</summary>
    public static string? Check(ReadOnlyMemory<byte> body)
    {
        if (CheckSize(body.Length) is { } tooLarge)
            return tooLarge;
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? CheckMembers(document.RootElement) : "has a body that is not a JSON object";
        }
        catch (JsonException malformed)
        {
            return $"has a body that is not JSON: {JsonFault.Sentence(malformed)}";
        }
        catch (InvalidOperationException)
        {
            return "has a body with half of a surrogate pair in its text";
        }
    }

    private static string? CheckSize(int bytes) =>
        bytes > MaxBodyBytes ? $"makes a request of {bytes / (1024 * 1024)} MB; {MaxBodyBytes / (1024 * 1024)} MB are the most" : null;

    /// <summary>The model that the body names; null for none.</summary>
    public static string? ModelOf(JsonElement body) =>
        body.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String && model.GetString() is { } name && !string.IsNullOrWhiteSpace(name) ? name : null;

    /// <summary>Whether the answer would come in pieces.</summary>
    public static string? CheckStream(JsonElement body) => body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True
        ? "asks for a stream ('stream': true); take that out: answers are kept whole"
        : null;

    /// <summary>Whether there is a conversation; each of its messages is <see cref="CheckMessage"/>'s matter.</summary>
    public static string? CheckMessages(JsonElement body) =>
        body.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array && messages.GetArrayLength() > 0 ? null : "has a body without messages";

    private static string? CheckMembers(JsonElement body)
    {
        if (ModelOf(body) is null)
            return "has a body without a model; put one in, or say --model";
        if (CheckStream(body) is { } stream)
            return stream;
        if (body.TryGetProperty("n", out var n) && n.ValueKind == JsonValueKind.Number && !(n.TryGetInt64(out var count) && count == 1))
            return $"asks for {n.GetRawText()} answers ('n'); a row has one";
        return CheckMessages(body) ?? body.GetProperty("messages").EnumerateArray().Select(CheckMessage).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>Holds one message against the rules.</summary>
    public static string? CheckMessage(JsonElement message, int index)
    {
        if (message.ValueKind != JsonValueKind.Object)
            return $"has a message ({index + 1}) that is not a JSON object";
        if (!message.TryGetProperty("role", out var roleValue) || roleValue.ValueKind != JsonValueKind.String)
            return $"has a message ({index + 1}) without a role";
        var role = roleValue.GetString()!;
        if (!Roles.Contains(role, StringComparer.Ordinal))
            return $"has a message ({index + 1}) with the unknown role '{role}'{NearestName.Hint(role, Roles)} (there are: {string.Join(", ", Roles)})";
        var isEmpty = !message.TryGetProperty("content", out var content) || content.ValueKind switch
        {
            JsonValueKind.String => IsBlank(content),
            JsonValueKind.Array => content.GetArrayLength() == 0,
            _ => true,
        };
        // An assistant's turn may be a call alone, and a tool may have nothing to say.
        return isEmpty && role is not ("assistant" or "tool" or "function") ? $"has a message ({index + 1}) without content" : null;
    }

    /// <summary>Most texts show by their first letter that they are not blank, without being copied.</summary>
    private static bool IsBlank(JsonElement text) =>
        !(JsonMarshal.GetRawUtf8Value(text) is [_, > (byte)' ' and < 0x7f and not (byte)'\\' and not (byte)'"', ..]) && string.IsNullOrWhiteSpace(text.GetString());
}
