using Microsoft.AspNetCore.Http;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Faults;

/// <summary>An answer on its way to the client.</summary>
internal sealed record Delivery(HttpContext Http, Reply Reply, TimeProvider Time, FaultRule? Rule)
{
    /// <summary>Ends when the client leaves or the simulator stops.</summary>
    public CancellationToken Gone => Http.RequestAborted;

    public ReadOnlyMemory<byte> Body => Reply.Body.WrittenMemory;

    public Task Wait(TimeSpan otherwise) => Task.Delay(Rule?.Delay ?? otherwise, Time, Gone);

    /// <summary>Sends the answer as it should be: with its length, or a stream in its parts.</summary>
    public static Task Plainly(Delivery delivery) =>
        delivery.Reply.FilePath is { } file ? delivery.SendFile(file)
        : delivery.Reply.Flushes.Count == 0 ? delivery.Send(delivery.Body) : delivery.SendInParts(delivery.Reply.Flushes, TimeSpan.Zero);

    /// <summary>Status and headers; a length makes the body that long, none makes it chunked.</summary>
    public void Head(long? length)
    {
        var response = Http.Response;
        response.StatusCode = Reply.Status;
        response.ContentType = Reply.ContentType;
        response.ContentLength = length;
        foreach (var (name, value) in Reply.Headers)
            response.Headers.Append(name, value);
    }

    private Task SendFile(string path)
    {
        Head(new FileInfo(path).Length);
        return Http.Response.SendFileAsync(path, Gone);
    }

    public async Task Send(ReadOnlyMemory<byte> body)
    {
        Head(body.Length);
        await Http.Response.BodyWriter.WriteAsync(body, Gone);
    }

    /// <summary>Sends the body up to each of the ends apart, chunked for a stream, and waits between them.</summary>
    public async Task SendInParts(IEnumerable<int> ends, TimeSpan pause)
    {
        Head(Reply.Flushes.Count == 0 ? Body.Length : null);
        var from = 0;
        foreach (var end in ends)
        {
            if (from > 0 && pause > TimeSpan.Zero)
                await Wait(pause);
            await Http.Response.BodyWriter.WriteAsync(Body[from..end], Gone);
            from = end;
        }
    }
}
