using System.Globalization;
using System.Text;

namespace Nightshift.Simulator.Faults;

/// <summary>Deliveries that are slow, cut off, or framed wrongly.</summary>
internal static class Breakages
{
    private static readonly TimeSpan LongerThanAnyTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Task Reset(Delivery delivery)
    {
        new RawConnection(delivery).Reset();
        return Task.CompletedTask;
    }

    public static async Task Hang(Delivery delivery)
    {
        await delivery.Wait(LongerThanAnyTimeout);
        new RawConnection(delivery).Reset();
    }

    public static Task SlowBody(Delivery delivery) =>
        delivery.SendInParts(Enumerable.Range(1, 8).Select(part => (int)(delivery.Body.Length * (long)part / 8)), Pause);

    public static Task Trickle(Delivery delivery) => delivery.SendInParts(Enumerable.Range(1, delivery.Body.Length), Pause);

    public static Task Truncate(Delivery delivery) => Raw(delivery, $"content-length: {delivery.Body.Length}", Half(delivery));

    public static Task WrongLength(Delivery delivery) => Raw(delivery, $"content-length: {delivery.Body.Length / 2}", delivery.Body);

    public static Task CloseWithoutLength(Delivery delivery) => Raw(delivery, "connection: close", delivery.Body);

    public static Task CloseEarly(Delivery delivery) => Raw(delivery, "connection: close", Half(delivery));

    public static Task TruncatedChunked(Delivery delivery)
    {
        var half = Half(delivery);
        byte[] chunk = [.. Encoding.ASCII.GetBytes(half.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. half.Span, .. "\r\n"u8];
        return Raw(delivery, "transfer-encoding: chunked", chunk);
    }

    private static ReadOnlyMemory<byte> Half(Delivery delivery) => delivery.Body[..(delivery.Body.Length / 2)];

    private static async Task Raw(Delivery delivery, string framing, ReadOnlyMemory<byte> body)
    {
        var connection = new RawConnection(delivery);
        await connection.SendHead(framing);
        await connection.Send(body);
        await connection.Finish();
    }
}
