using System.Buffers;

namespace Nightshift.Protocols;

/// <summary>Reads a response's body whole, up to a limit that counts decompressed bytes: a provider's answer is data, and may be a bomb.</summary>
internal static class AnswerBody
{
    /// <summary>The largest answer taken.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const int FirstBuffer = 8 * 1024;

    /// <summary>The body's bytes.</summary>
    /// <exception cref="InvalidDataException">It is larger than <see cref="MaxBytes"/>, or its compression is broken.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                    buffer = Grow(buffer, length);
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
                if (read == 0)
                    return buffer.AsMemory(0, length).ToArray();
                length += read;
                if (length > MaxBytes)
                    throw new InvalidDataException($"the answer is larger than {MaxBytes / (1024 * 1024)} MB");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
