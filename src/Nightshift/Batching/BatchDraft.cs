using System.Buffers;
using System.Security.Cryptography;
using Nightshift.Model;
using Nightshift.Protocols.Batches;
using Nightshift.Sending;

namespace Nightshift.Batching;

/// <summary>A batch that is being filled: its lines go straight into the spool, only their leases are held.</summary>
internal sealed class BatchDraft : IDisposable
{
    private readonly BatchProtocol _protocol;
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _line = new(16 * 1024);
    private readonly List<(Lease Lease, long Tokens, long End, decimal Usd)> _rows = [];

    public BatchDraft(BatchSpool spool, BatchProtocol protocol, string submission, string model)
    {
        (_protocol, Submission, Model) = (protocol, submission, model);
        _file = spool.Create(spool.RequestsPath(submission));
    }

    public string Submission { get; }

    public string Model { get; }

    public int Rows => _rows.Count;

    public long Bytes => _rows.Count == 0 ? 0 : _rows[^1].End;

    public long Tokens { get; private set; }

    /// <summary>What its rows may cost.</summary>
    public decimal Usd { get; private set; }

    public IReadOnlyList<Lease> Leases => [.. _rows.Select(row => row.Lease)];

    /// <summary>Adds a row; false, and nothing added, when there is no room for it. One row goes in whatever its size: the provider judges it.</summary>
    public bool TryAdd(PreparedRow row, decimal usd, BatchRoom room)
    {
        var tokens = TokenEstimate.OfInput(row.Body.Length);
        _line.ResetWrittenCount();
        _protocol.WriteLine(_line, CustomId.Of(Submission, row.Row.Lease.Row.Index), row.Body.Span);
        _line.Write("\n"u8);
        var end = Bytes + _line.WrittenCount;
        if (Usd + usd > room.Usd || (Rows > 0 && (Rows + 1 > room.Rows || end > room.Bytes || Tokens + tokens > room.Tokens)))
            return false;
        _file.Write(_line.WrittenSpan);
        _rows.Add((row.Row.Lease, tokens, end, usd));
        Tokens += tokens;
        Usd += usd;
        return true;
    }

    /// <summary>Takes the last row out again.</summary>
    public Lease RemoveLast()
    {
        var (lease, tokens, _, usd) = _rows[^1];
        _rows.RemoveAt(_rows.Count - 1);
        Tokens -= tokens;
        Usd -= usd;
        return lease;
    }

    /// <summary>Puts the file on the disk for good; its SHA-256.</summary>
    public string Finish()
    {
        _file.SetLength(Bytes);
        _file.Position = 0;
        var hash = SHA256.HashData(_file);
        DiskSync.Real.File(_file);
        return Convert.ToHexStringLower(hash);
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>What a batch may take.</summary>
/// <param name="Rows">Requests.</param>
/// <param name="Bytes">Bytes of its file.</param>
/// <param name="Tokens">Input tokens.</param>
/// <param name="Usd">Dollars that the budgets leave.</param>
/// <param name="IsShared">Whether other batches of the account and model are under way, which will make room.</param>
internal readonly record struct BatchRoom(long Rows, long Bytes, long Tokens, decimal Usd, bool IsShared);
