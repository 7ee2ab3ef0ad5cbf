using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Protocols.ChatCompletions;

/// <summary>
/// Writes the bodies of chat completion requests for one task: members in a fixed order, so that equal texts make equal bytes.
/// What does not change from row to row is written once. Safe for many threads.
/// </summary>
public sealed class ChatRequestWriter
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private const int InitialScratchBytes = 4 * 1024;
    private const int MaxScratchBytes = 1024 * 1024;
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Body, Utf8JsonWriter Texts)? _scratch;

    private readonly TaskDefinition _task;
    private readonly string _maxTokensName;
    private readonly byte[] _head;
    private readonly byte[] _tail;

    /// <summary>Prepares what all bodies share.</summary>
    /// <param name="task">A task that has been checked; its parameters do not name members that are written here.</param>
    /// <param name="maxTokens">The provider's name for the limit.</param>
    /// <param name="system">The system message of every body; null when there is none, or when each body brings its own.</param>
    public ChatRequestWriter(TaskDefinition task, MaxTokensMember maxTokens, string? system = null)
    {
        _task = task;
        _maxTokensName = maxTokens == MaxTokensMember.MaxTokens ? "max_tokens" : "max_completion_tokens";
        var opening = $$"""{"model":{{Quoted(ModelName(task.Model))}},"messages":[""";
        _head = Encoding.UTF8.GetBytes(system is null ? opening : $$"""{{opening}}{"role":"system","content":{{Quoted(system)}}},""");
        _tail = Tail(task.MaxTokens);
    }

    /// <summary>The body for these messages.</summary>
    /// <param name="system">This body's own system message; null for none.</param>
    /// <param name="user">The prompt.</param>
    /// <param name="maxTokens">A limit in place of the task's; null for the task's.</param>
    public ReadOnlyMemory<byte> Write(string? system, string user, int? maxTokens = null)
    {
        // JSON text is written with room for the worst case: in a buffer that is used again, so that a body takes its own size and no more.
        var (body, texts) = _scratch is { Body.Capacity: <= MaxScratchBytes } scratch ? scratch : NewScratch();
        body.ResetWrittenCount();
        body.Write(_head);
        if (system is not null)
        {
            WriteMessage(body, texts, """{"role":"system","content":"""u8, system);
            body.Write(","u8);
        }
        WriteMessage(body, texts, """{"role":"user","content":"""u8, user);
        body.Write(maxTokens is null ? _tail : Tail(maxTokens));
        return body.WrittenSpan.ToArray();
    }

    /// <summary>The model as its provider calls it: without the provider.</summary>
    internal static string ModelName(string model) => model[(model.IndexOf('/') + 1)..];

    internal static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static (ArrayBufferWriter<byte> Body, Utf8JsonWriter Texts) NewScratch()
    {
        var body = new ArrayBufferWriter<byte>(InitialScratchBytes);
        _scratch = (body, new Utf8JsonWriter(body, Relaxed));
        return _scratch.Value;
    }

    private static void WriteMessage(ArrayBufferWriter<byte> body, Utf8JsonWriter texts, ReadOnlySpan<byte> opening, string content)
    {
        body.Write(opening);
        texts.Reset();
        texts.WriteStringValue(content);
        texts.Flush();
        body.Write("}"u8);
    }

    private byte[] Tail(int? maxTokens)
    {
        var tail = new StringBuilder("]");
        if (maxTokens is { } limit)
            tail.Append($",\"{_maxTokensName}\":{limit}");
        if (_task.Temperature is { } temperature)
            tail.Append($",\"temperature\":{temperature}");
        if (_task.Schema is { } schema)
            tail.Append($$$""","response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{{{schema.Trim()}}}}}""");
        foreach (var (name, value) in _task.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
            tail.Append($",{Quoted(name)}:{value.GetRawText()}");
        return Encoding.UTF8.GetBytes(tail.Append('}').ToString());
    }
}
