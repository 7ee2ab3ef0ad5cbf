using System.Buffers;
using System.Text;
using System.Text.Json;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Chat;

/// <summary>Writes server-sent events into a reply and marks where each is to be flushed.</summary>
internal sealed class EventWriter
{
    private readonly Reply _reply;
    private readonly StreamQuirks _quirks;
    private readonly byte[] _newline;

    public EventWriter(Reply reply, StreamQuirks quirks)
    {
        _reply = reply;
        _quirks = quirks;
        _newline = quirks.HasFlag(StreamQuirks.CrLf) ? "\r\n"u8.ToArray() : quirks.HasFlag(StreamQuirks.Cr) ? "\r"u8.ToArray() : "\n"u8.ToArray();
        reply.ContentType = Reply.EventStream;
        if (quirks.HasFlag(StreamQuirks.ByteOrderMark))
            reply.Body.Write(Encoding.UTF8.Preamble);
    }

    public void Write(Action<Utf8JsonWriter> value)
    {
        if (_quirks.HasFlag(StreamQuirks.Comments))
            Line(": keep-alive"u8);
        if (_quirks.HasFlag(StreamQuirks.MultiLine))
            Indented(value);
        else
            OneLine(value);
        End();
    }

    public void WriteDone()
    {
        Line("data: [DONE]"u8);
        End();
    }

    private void OneLine(Action<Utf8JsonWriter> value)
    {
        _reply.Body.Write("data: "u8);
        _reply.Writer.Reset();
        value(_reply.Writer);
        _reply.Writer.Flush();
        _reply.Body.Write(_newline);
    }

    private void Indented(Action<Utf8JsonWriter> value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = Reply.Encoder, Indented = true, NewLine = "\n" }))
            value(json);
        foreach (var line in buffer.WrittenSpan.Split((byte)'\n'))
        {
            _reply.Body.Write("data: "u8);
            Line(buffer.WrittenSpan[line]);
        }
    }

    private void Line(ReadOnlySpan<byte> line)
    {
        _reply.Body.Write(line);
        _reply.Body.Write(_newline);
    }

    private void End()
    {
        _reply.Body.Write(_newline);
        var from = _reply.Flushes.Count == 0 ? 0 : _reply.Flushes[^1];
        if (_quirks.HasFlag(StreamQuirks.Split))
            _reply.Flushes.AddRange(Enumerable.Range(from + 1, _reply.Body.WrittenCount - from));
        else
            _reply.Flushes.Add(_reply.Body.WrittenCount);
    }
}
