using System.Buffers;
using System.Text.Json;

namespace Nightshift.Protocols.Batches;

/// <summary>Writes a request's line.</summary>
internal static class RequestLine
{
    /// <summary>Writes head, custom_id as JSON text, middle, body, tail.</summary>
    /// <param name="line">Where to.</param>
    /// <param name="head">Up to the custom_id.</param>
    /// <param name="customId">Names the request.</param>
    /// <param name="middle">From there to the body.</param>
    /// <param name="body">A JSON object. Breaks between its tokens become spaces: a line is one line.</param>
    /// <param name="tail">Behind the body.</param>
    public static void Write(
        IBufferWriter<byte> line, ReadOnlySpan<byte> head, string customId, ReadOnlySpan<byte> middle, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail)
    {
        line.Write(head);
        line.Write("\""u8);
        line.Write(JsonEncodedText.Encode(customId).EncodedUtf8Bytes);
        line.Write("\""u8);
        line.Write(middle);
        BodyLine.Write(line, body);
        line.Write(tail);
    }
}
