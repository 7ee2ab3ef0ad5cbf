using System.Text.Json;
using Nightshift.Gathering;
using Nightshift.Intake;

namespace Nightshift.Cli.Gathering;

/// <summary>What is put into a queue: a file of any kind that intake reads, or what is piped in.</summary>
internal static class EnqueueInput
{
    private const int MostOfOneObject = 1024 * 1024;

    /// <summary>Opens what is piped in. A single JSON object may go over several lines.</summary>
    /// <exception cref="InputException">It is empty, or is none of the known kinds.</exception>
    public static RecordReader OpenPiped(Stream piped, InputSource source)
    {
        var head = new byte[MostOfOneObject];
        var length = piped.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var isAll = length < head.Length;
        if (isAll && source.Format is null && TryCompact(head.AsMemory(0, length)) is { } compact)
            return InputFile.Open(new MemoryStream(compact), source with { Format = InputFormat.Jsonl });
        var begun = new MemoryStream(head, 0, length);
        return InputFile.Open(isAll ? begun : new ResumedStream(begun, piped), source);
    }

    /// <summary>The records as requests; a bad one ends them all.</summary>
    /// <exception cref="QueueException">A record cannot be read.</exception>
    public static IEnumerable<QueueRequest> Requests(RecordReader reader)
    {
        if (reader.Format == InputFormat.Batch)
            throw new UsageException("these are lines of a batch file, which bring requests of their own: a queue takes rows for its task (such lines as rows: --input-format jsonl)");
        while (reader.TryRead(out var record))
        {
            yield return record.Fault is { } fault
                ? throw new QueueException($"line {record.Line} {fault}; nothing was taken")
                : new QueueRequest(record.Json, Line: record.Line);
        }
    }

    /// <summary>One object over several lines, on one; null when it is anything else.</summary>
    private static byte[]? TryCompact(ReadOnlyMemory<byte> text)
    {
        if (text.Span.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..] || text.Span.TrimEnd(" \t\r\n"u8).IndexOf((byte)'\n') < 0)
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.SerializeToUtf8Bytes(document.RootElement, ElementJson.Default.JsonElement);
        }
        catch (JsonException)
        {
            // Several values, as JSON lines are; or nothing that can be read, which the reader says better.
            return null;
        }
    }
}
