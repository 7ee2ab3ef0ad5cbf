using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Protocols;

/// <summary>
/// Writes the bodies of chat requests for one task: members in a fixed order, so that equal texts make equal bytes.
/// What does not change from row to row is written once. Safe for many threads.
/// </summary>
public sealed class ChatRequestWriter
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private const int InitialScratchBytes = 4 * 1024;
    private const int MaxScratchBytes = 1024 * 1024;
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Body, Utf8JsonWriter Texts)? _scratch;

    private readonly ChatFrame _frame;
    private readonly byte[] _head;
    private readonly (byte[] Opening, byte[] Closing) _system;
    private readonly (byte[] Opening, byte[] Closing) _user;
    private readonly byte[] _tail;

    /// <summary>Prepares what all bodies share.</summary>
    /// <param name="task">A task that has been checked; its parameters do not name members that are written here.</param>
    /// <param name="protocol">The wire format.</param>
    /// <param name="system">The system text of every body; null when there is none, or when each body brings its own.</param>
    public ChatRequestWriter(TaskDefinition task, ChatProtocol protocol, string? system = null)
    {
        _frame = protocol.Frame(task);
        _head = Encoding.UTF8.GetBytes(system is null ? _frame.Head : $"{_frame.Head}{_frame.System.Opening}{Quoted(system)}{_frame.System.Closing}");
        (_system, _user) = (Bytes(_frame.System), Bytes(_frame.User));
        _tail = Encoding.UTF8.GetBytes(_frame.Tail(task.MaxTokens));
    }

    /// <summary>The body for these texts.</summary>
    /// <param name="system">This body's own system text; null for none.</param>
    /// <param name="user">The prompt.</param>
    /// <param name="maxTokens">A limit in place of the task's; null for the task's.</param>
    public ReadOnlyMemory<byte> Write(string? system, string user, int? maxTokens = null)
    {
        // JSON text is written with room for the worst case: in a buffer that is used again, so that a body takes its own size and no more.
        var (body, texts) = _scratch is { Body.Capacity: <= MaxScratchBytes } scratch ? scratch : NewScratch();
        body.ResetWrittenCount();
        body.Write(_head);
        if (system is not null)
            WriteText(body, texts, _system, system);
        WriteText(body, texts, _user, user);
        body.Write(maxTokens is null ? _tail : Encoding.UTF8.GetBytes(_frame.Tail(maxTokens)));
        return body.WrittenSpan.ToArray();
    }

    /// <summary>The model as its provider calls it: without the provider.</summary>
    internal static string ModelName(string model) => model[(model.IndexOf('/') + 1)..];

    internal static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>Members that are passed through, each behind a comma.</summary>
    internal static string Members(IEnumerable<KeyValuePair<string, JsonElement>> parameters) => string.Concat(
        parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal).Select(parameter => $",{Quoted(parameter.Key)}:{parameter.Value.GetRawText()}"));

    private static (byte[] Opening, byte[] Closing) Bytes((string Opening, string Closing) brackets) =>
        (Encoding.UTF8.GetBytes(brackets.Opening), Encoding.UTF8.GetBytes(brackets.Closing));

    private static (ArrayBufferWriter<byte> Body, Utf8JsonWriter Texts) NewScratch()
    {
        var body = new ArrayBufferWriter<byte>(InitialScratchBytes);
        _scratch = (body, new Utf8JsonWriter(body, Relaxed));
        return _scratch.Value;
    }

    private static void WriteText(ArrayBufferWriter<byte> body, Utf8JsonWriter texts, (byte[] Opening, byte[] Closing) brackets, string text)
    {
        body.Write(brackets.Opening);
        texts.Reset();
        texts.WriteStringValue(text);
        texts.Flush();
        body.Write(brackets.Closing);
    }
}
