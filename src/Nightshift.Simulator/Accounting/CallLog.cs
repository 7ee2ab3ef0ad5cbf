namespace Nightshift.Simulator.Accounting;

/// <summary>The newest calls in chunks: a full log drops its oldest chunk, and so lists up to two chunks more than asked, never fewer. Guarded by the ledger's lock; a chunk's written part never changes.</summary>
internal sealed class CallLog(int most)
{
    private const int ChunkSize = 4096;
    private readonly Queue<CallEntry[]> _chunks = [];
    private CallEntry[] _newest = [];
    private int _used = ChunkSize;

    /// <summary>Calls ever added.</summary>
    public long Count { get; private set; }

    /// <summary>Calls that left to make room.</summary>
    public long Dropped { get; private set; }

    public void Add(in CallEntry entry)
    {
        Count++;
        if (most == 0)
        {
            Dropped++;
            return;
        }

        if (_used == ChunkSize)
            Grow();
        _newest[_used++] = entry;
    }

    public void Clear()
    {
        _chunks.Clear();
        (_newest, _used, Count, Dropped) = ([], ChunkSize, 0, 0);
    }

    /// <summary>The chunks now and how many entries they hold; safe to read outside the lock.</summary>
    public (CallEntry[][] Chunks, long FirstN, long Entries) Snapshot() => ([.. _chunks], Dropped + 1, Count - Dropped);

    private void Grow()
    {
        if ((_chunks.Count - 1L) * ChunkSize >= most)
        {
            _chunks.Dequeue();
            Dropped += ChunkSize;
        }

        _newest = new CallEntry[ChunkSize];
        _chunks.Enqueue(_newest);
        _used = 0;
    }
}
