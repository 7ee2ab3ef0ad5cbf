using System.Buffers;

namespace Nightshift.Protocols.Batches;

/// <summary>A request's body as a part of a line.</summary>
internal static class BodyLine
{
    /// <summary>Writes the body; a body that a user's file brought may have line breaks between its tokens, where a blank does as well.</summary>
    public static void Write(IBufferWriter<byte> line, ReadOnlySpan<byte> body)
    {
        if (body.IndexOfAny((byte)'\n', (byte)'\r') < 0)
        {
            line.Write(body);
            return;
        }

        var place = line.GetSpan(body.Length)[..body.Length];
        body.CopyTo(place);
        place.Replace((byte)'\n', (byte)' ');
        place.Replace((byte)'\r', (byte)' ');
        line.Advance(body.Length);
    }
}
