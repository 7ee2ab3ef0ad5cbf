using System.Text;

namespace Nightshift.Intake.Reading;

/// <summary>An input's text as UTF-8, without a byte order mark.</summary>
internal static class Utf8Stream
{
    private static readonly byte[] Mark = Encoding.UTF8.GetPreamble();

    public static Stream Of(HeadStream stream, Encoding encoding)
    {
        if (encoding is not UTF8Encoding)
            return WithoutMark(new HeadStream(Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8)));
        return WithoutMark(stream);
    }

    private static HeadStream WithoutMark(HeadStream stream)
    {
        if (stream.Head.Span.StartsWith(Mark))
            stream.ReadExactly(new byte[Mark.Length]);
        return stream;
    }
}
