using System.Buffers;
using System.IO.Compression;
using System.Text;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Faults;

/// <summary>Deliveries that are whole, and not what they should be or say they are.</summary>
internal static class Disguises
{
    private const int BombPart = 16 * 1024 * 1024;
    private const int BombParts = 64;

    private static readonly Lazy<byte[]> Blanks = new(() => Compress(Enumerable.Repeat((byte)' ', BombPart).ToArray(), CompressionLevel.SmallestSize));

    public static Task ServerError(Delivery delivery)
    {
        ErrorReply.Write(delivery.Reply, FaultRefusals.Server(500, "The server had an error while processing your request."));
        return Delivery.Plainly(delivery);
    }

    public static Task Garbage(Delivery delivery) => delivery.Send("\0\u0001{]upstream said: \ufffd<<"u8.ToArray());

    public static Task Html(Delivery delivery)
    {
        delivery.Reply.ContentType = "text/html; charset=utf-8";
        return delivery.Send(Encoding.UTF8.GetBytes(
            $"<!DOCTYPE html>\n<html><head><title>{delivery.Reply.Status}</title></head><body><h1>The gateway is having a moment</h1></body></html>\n"));
    }

    public static Task WrongContentType(Delivery delivery) => As(delivery, "application/octet-stream");

    public static Task WrongCharset(Delivery delivery) => As(delivery, "application/json; charset=utf-16");

    public static Task ByteOrderMark(Delivery delivery) => delivery.Send((byte[])[.. Encoding.UTF8.Preamble, .. delivery.Body.Span]);

    public static Task Gzip(Delivery delivery) => SendGzip(delivery, Compress(delivery.Body.Span));

    public static Task BrokenGzip(Delivery delivery)
    {
        var whole = Compress(delivery.Body.Span);
        return SendGzip(delivery, whole.AsMemory(0, whole.Length / 2));
    }

    /// <summary>Blanks are allowed before JSON: a reader without a limit inflates all of them and then finds a good answer.</summary>
    public static async Task GzipBomb(Delivery delivery)
    {
        var end = Compress(delivery.Body.Span);
        var blanks = Blanks.Value;
        delivery.Reply.Add("content-encoding", "gzip");
        delivery.Head(((long)blanks.Length * BombParts) + end.Length);
        for (var part = 0; part < BombParts; part++)
            await delivery.Http.Response.BodyWriter.WriteAsync(blanks, delivery.Gone);
        await delivery.Http.Response.BodyWriter.WriteAsync(end, delivery.Gone);
    }

    private static Task As(Delivery delivery, string contentType)
    {
        delivery.Reply.ContentType = contentType;
        return delivery.Send(delivery.Body);
    }

    private static Task SendGzip(Delivery delivery, ReadOnlyMemory<byte> body)
    {
        delivery.Reply.Add("content-encoding", "gzip");
        return delivery.Send(body);
    }

    private static byte[] Compress(ReadOnlySpan<byte> bytes, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, level))
            gzip.Write(bytes);
        return compressed.ToArray();
    }
}
