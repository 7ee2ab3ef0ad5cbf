using System.Buffers;
using System.Buffers.Binary;
using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

/// <summary>
/// The hashes of a job that is being taken in, in parts by their first bits: rows with the same request are in the same part, and a part
/// fits into memory whatever the job's size. They are compared when all of them are there: an index that each row enters at a place of
/// its own took two thirds of intake.
/// </summary>
internal sealed class HashParts(Database database, JobId job)
{
    /// <summary>How many parts there are.</summary>
    public const int Count = 1 << Bits;

    private const int Bits = 6;
    private const int HashBits = 8 * RequestHash.Size;
    private const int EntryBytes = RequestHash.Size + sizeof(long);

    private readonly IdRange _range = IdRange.Of(job);

    /// <summary>Adds those of a chunk.</summary>
    public void Add(IReadOnlyList<NewRow> chunk)
    {
        var parts = new ArrayBufferWriter<byte>?[Count];
        foreach (var row in chunk)
        {
            if (row is not { Hash: { } hash, Fault: null })
                continue;
            var part = parts[(int)(hash.Value >> (HashBits - Bits))] ??= new ArrayBufferWriter<byte>();
            var entry = part.GetSpan(EntryBytes);
            hash.WriteTo(entry);
            BinaryPrimitives.WriteInt64BigEndian(entry[RequestHash.Size..], new RowId(job, row.Index).Packed);
            part.Advance(EntryBytes);
        }

        for (var part = 0; part < Count; part++)
        {
            if (parts[part] is not { } entries)
                continue;
            using var insert = database.Use("INSERT INTO unsealed (first, part, entries) VALUES (?1, ?2, ?3)");
            insert.Bind(1, new RowId(job, chunk[0].Index).Packed).Bind(2, part).Bind(3, entries.WrittenSpan).RunOne();
        }
    }

    /// <summary>The hashes of a part with their rows, in the rows' order.</summary>
    public IEnumerable<(RequestHash Hash, long Row)> Read(int part)
    {
        using var select = database.Use("SELECT entries FROM unsealed WHERE first >= ?1 AND first < ?2 AND part = ?3 ORDER BY first");
        select.Bind(1, _range.First).Bind(2, _range.End).Bind(3, part);
        while (select.Step())
        {
            var entries = select.Blob(0);
            for (var at = 0; at < entries.Length; at += EntryBytes)
            {
                var entry = entries.AsSpan(at, EntryBytes);
                yield return (RequestHash.FromBytes(entry), BinaryPrimitives.ReadInt64BigEndian(entry[RequestHash.Size..]));
            }
        }
    }

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        using var delete = database.Use("DELETE FROM unsealed WHERE first >= ?1 AND first < ?2");
        delete.Bind(1, _range.First).Bind(2, _range.End).Run();
    }
}
