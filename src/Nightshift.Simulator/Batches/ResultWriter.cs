using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Batches;

/// <summary>Writes the lines of a result file, well or badly, and keeps no more than a block of them in memory.</summary>
internal sealed class ResultWriter(string path, BatchPlan plan, ulong seed) : IDisposable
{
    private const int BlockSize = 1000;
    private readonly List<byte[]> _block = [];
    private readonly byte[] _lineEnd = plan.Has(BatchTwist.ResultsCrLf) ? "\r\n\r\n"u8.ToArray() : "\n"u8.ToArray();
    private FileStream? _file;
    private int _lastLine;
    private int _blocks;

    public int Lines { get; private set; }

    public void Add(ReadOnlySpan<byte> line)
    {
        Lines++;
        if (!plan.Has(BatchTwist.ResultsShuffled))
        {
            Write(line);
            return;
        }

        _block.Add(line.ToArray());
        if (_block.Count == BlockSize)
            WriteBlock();
    }

    /// <summary>Ends the file; says how long it is, or that there is none because it would be empty.</summary>
    public long? Finish()
    {
        WriteBlock();
        if (_file is null)
            return null;
        _file.Flush();
        if (plan.Has(BatchTwist.ResultsTruncated))
            _file.SetLength(_file.Length - _lineEnd.Length - (_lastLine / 2));
        var length = _file.Length;
        Dispose();
        return length;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    public static byte[] Hash(string path)
    {
        using var file = Spool.Read(path);
        return SHA256.HashData(file);
    }

    private void WriteBlock()
    {
        var order = Enumerable.Range(0, _block.Count).ToArray();
        var block = (ulong)Interlocked.Increment(ref _blocks);
        Array.Sort(Array.ConvertAll(order, i => Dice.Roll((int)seed, 0x5AFF, block, i)), order);
        foreach (var i in order)
            Write(_block[i]);
        _block.Clear();
    }

    private void Write(ReadOnlySpan<byte> line)
    {
        if (_file is null)
        {
            _file = Spool.Create(path);
            if (plan.Has(BatchTwist.ResultsByteOrderMark))
                _file.Write(Encoding.UTF8.Preamble);
        }

        _file.Write(line);
        _file.Write(_lineEnd);
        _lastLine = line.Length;
    }
}
