using System.Text;
using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>Which rows a provider found faulty when it refused a batch: it names lines, and a line names its row.</summary>
internal sealed class BatchFaults(IReadOnlyDictionary<string, string> byId, string submission)
{
    private static readonly BatchFaults None = new(new Dictionary<string, string>(), "");

    /// <summary>Whether the provider named any.</summary>
    public bool NameRows => byId.Count > 0;

    /// <summary>What is wrong with a row's request; null when the provider did not name it.</summary>
    public string? Of(BatchRow row) => byId.GetValueOrDefault(CustomId.Of(submission, row.Lease.Row.Index));

    /// <summary>Asks once more for the faults of a batch that was refused for what is in it.</summary>
    public static async Task<BatchFaults> ReadAsync(BatchDesk desk, Batch batch, CancellationToken stop)
    {
        if (batch is not { FaultCode: Refused.InvalidRowsCode, RemoteId: { } id } || await desk.Protocol.GetAsync(desk.Channel, id, stop) is not Effect<RemoteBatch>.Done { Value.Faults: var faults })
            return None;
        var byLine = faults.Where(fault => fault.Line is not null).GroupBy(fault => fault.Line!.Value).ToDictionary(group => group.Key, group => group.First().Message);
        var path = desk.Spool.Requests(batch).Path;
        return byLine.Count == 0 || !File.Exists(path) ? None : new BatchFaults(Named(path, byLine, batch.Submission), batch.Submission);
    }

    private static Dictionary<string, string> Named(string path, Dictionary<long, string> byLine, string submission)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        using var lines = new LineBuffer(File.OpenRead(path), ResultReader.LongestLine);
        while (lines.TryRead(out var line))
        {
            if (byLine.TryGetValue(lines.Number, out var message) && IdIn(line, submission) is { } id)
                named.TryAdd(id, message);
        }

        return named;
    }

    /// <summary>Our own line: the id stands in it as it is, and first.</summary>
    private static string? IdIn(ReadOnlySpan<byte> line, string submission)
    {
        var start = line.IndexOf(Encoding.ASCII.GetBytes(submission));
        if (start < 0)
            return null;
        var length = line[start..].IndexOf((byte)'"');
        return length < 0 ? null : Encoding.ASCII.GetString(line.Slice(start, length));
    }
}
