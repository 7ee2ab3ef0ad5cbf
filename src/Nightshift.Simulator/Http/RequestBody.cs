using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Nightshift.Simulator.Http;

/// <summary>Reads a whole request body, up to a limit.</summary>
internal static class RequestBody
{
    /// <summary>The body, which stays valid until <see cref="Release"/>; null when it is larger than the limit.</summary>
    public static async ValueTask<ReadOnlySequence<byte>?> Read(HttpRequest request, long limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
            return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            if (read.Buffer.Length > limit)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
                return read.Buffer;
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static void Release(HttpRequest request, ReadOnlySequence<byte> body) => request.BodyReader.AdvanceTo(body.End);
}
