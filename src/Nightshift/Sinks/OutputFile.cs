using System.IO.Compression;
using Nightshift.Model;

namespace Nightshift.Sinks;

/// <summary>Writes a job's output. Whoever opens the target sees the output of before or all of the new one, never a part of it.</summary>
public static class OutputFile
{
    /// <summary>
    /// Writes the rows beside the target, and moves them into its place when all of them are on the disk. Standard output and devices are
    /// written to as the rows come. When it throws, a file at the target is as it was.
    /// </summary>
    /// <param name="target">Where to.</param>
    /// <param name="shape">The columns.</param>
    /// <param name="rows">In input order; with their bodies for <see cref="OutputFormat.OpenAi"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OutputException">The target cannot be written.</exception>
    public static Task<OutputSummary> WriteAsync(
        OutputTarget target, OutputShape shape, IAsyncEnumerable<RowResult> rows, CancellationToken cancellation = default) =>
        WriteAsync(target, shape, rows, DiskSync.Real, cancellation);

    /// <summary>Finds out whether the target can be written, before anything is paid for. Leaves nothing behind.</summary>
    /// <exception cref="OutputException">It cannot.</exception>
    public static void CheckWritable(OutputTarget target)
    {
        _ = target.ResolvedFormat;
        if (target.IsStream)
        {
            OpenStream(target).Dispose();
            return;
        }

        using var place = OutputPlace.Open(target);
        using var probe = PartialFile.Create(place, DiskSync.Real);
        probe.Stream.WriteByte((byte)'\n');
    }

    internal static async Task<OutputSummary> WriteAsync(
        OutputTarget target, OutputShape shape, IAsyncEnumerable<RowResult> rows, DiskSync sync, CancellationToken cancellation)
    {
        var format = RowFormat.Create(target, shape);
        if (target.IsStream)
        {
            await using var stream = OpenStream(target);
            return new OutputSummary(target.Path, await WriteRowsAsync(stream, target, format, rows, cancellation));
        }

        using var place = OutputPlace.Open(target);
        using var partial = PartialFile.Create(place, sync);
        var counts = await WriteRowsAsync(partial.Stream, target, format, rows, cancellation);
        partial.MoveIntoPlace();
        return new OutputSummary(target.Path, counts);
    }

    private static async Task<RowCounts> WriteRowsAsync(
        Stream stream, OutputTarget target, RowFormat format, IAsyncEnumerable<RowResult> rows, CancellationToken cancellation)
    {
        if (!target.IsCompressed)
            return await RowStream.WriteAsync(stream, format, rows, cancellation);
        await using var compressed = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        return await RowStream.WriteAsync(compressed, format, rows, cancellation);
    }

    private static TargetStream OpenStream(OutputTarget target) => new(target, OutputFailure.Explained(target, () => target.IsStandardOutput
        ? Console.OpenStandardOutput()
        : new FileStream(target.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0)));
}
