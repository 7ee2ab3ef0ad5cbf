using System.Text;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Faults;

/// <summary>Deliveries that are whole, and not what they should be or say they are.</summary>
internal static class Disguises
{
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

    private static Task As(Delivery delivery, string contentType)
    {
        delivery.Reply.ContentType = contentType;
        return delivery.Send(delivery.Body);
    }
}
