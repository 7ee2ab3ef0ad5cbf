using System.Buffers;
using Nightshift.Model;

namespace Nightshift.Sinks;

/// <summary>Carries rows into a stream through one buffer, which grows to the largest row and no further.</summary>
internal static class RowStream
{
    private const int ChunkBytes = 128 * 1024;

    /// <summary>Writes all of them; returns how many there were in each state.</summary>
    public static async Task<RowCounts> WriteAsync(
        Stream stream, RowFormat format, IAsyncEnumerable<RowResult> rows, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * ChunkBytes);
        var counts = new long[Enum.GetValues<RowState>().Length];
        format.WriteHead(buffer);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            format.WriteRow(buffer, row);
            counts[(int)row.State]++;
            if (buffer.WrittenCount >= ChunkBytes)
            {
                await DrainAsync(stream, buffer, cancellation);
                Failpoint.Hit("output-mid-file");
            }
        }

        await DrainAsync(stream, buffer, cancellation);
        return new RowCounts(
            Pending: counts[(int)RowState.Pending],
            Claimed: counts[(int)RowState.Claimed],
            Sent: counts[(int)RowState.Sent],
            Succeeded: counts[(int)RowState.Succeeded],
            Failed: counts[(int)RowState.Failed],
            Cancelled: counts[(int)RowState.Cancelled],
            Expired: counts[(int)RowState.Expired]);
    }

    private static async ValueTask DrainAsync(Stream stream, ArrayBufferWriter<byte> buffer, CancellationToken cancellation)
    {
        await stream.WriteAsync(buffer.WrittenMemory, cancellation);
        buffer.ResetWrittenCount();
    }
}
