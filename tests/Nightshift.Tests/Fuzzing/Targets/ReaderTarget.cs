using Nightshift.Intake;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>
/// A reader of inputs, through <see cref="InputFile"/>. However the stream is cut, and wherever the reader's own buffers end, records, lines
/// and faults are the same.
/// </summary>
internal abstract class ReaderTarget : FuzzTarget
{
    private static readonly int[] Sizes = [1, 1, 3, 17, 200];
    private static readonly int[] BufferEnds = [4096, 8 * 1024, 16 * 1024, 32 * 1024, 64 * 1024];
    private readonly ReadInput _whole = new();
    private readonly ReadInput _other = new();
    private readonly byte[] _padded = new byte[FuzzBuffer.Most + (72 * 1024)];
    private InputSource _source = new("none");

    public override int FixedBytes => 192 * 1024;

    /// <summary>A bad record costs an exception of some 1,500 bytes, with which the JSON parser refuses it, however short it is; a column some 250.</summary>
    public override long OutputBytes => (32 * _whole.Records.Count(record => record.Fault is not null)) + (4 * _whole.Columns.Count);

    public override string Setting => _source.ToString();

    /// <summary>The settings to read with.</summary>
    protected abstract InputSource Source(FuzzRandom random);

    /// <summary>Writes a beginning of three lines, of as many bytes as there is room for, that any input may follow.</summary>
    protected abstract void Begin(Span<byte> room);

    /// <summary>Holds the records against another reader of the same.</summary>
    protected abstract void Compare(ReadOnlyMemory<byte> input, InputSource source, ReadInput read, FuzzTally tally);

    protected ReadOnlyMemory<byte> Input { get; private set; }

    public override void Prepare(FuzzRandom random, ReadOnlyMemory<byte> input) => (Input, _source) = (input, Source(random));

    public override void Exercise() => _whole.Read(new ChunkedStream(Input), _source);

    public override bool Verify(FuzzRandom random, FuzzTally tally)
    {
        var most = random.Pick<int>(Sizes);
        _other.Read(new ChunkedStream(Input, random, most), _source);
        FuzzFault.Unless(_whole.IsSameAs(_other), $"reads otherwise in pieces of up to {most} bytes:\n{_whole}\nagainst\n{_other}");
        if (!Input.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            Compare(Input, _source, _whole, tally);
        if (random.OneIn(64) && Input.Length < 2000)
            VerifyBufferEnd(random, tally);
        foreach (var record in _whole.Records)
        {
            FuzzFault.Unless(record.Fault is null || (record.Fault.Length < 1000 && record.Fault.AsSpan().IndexOfAny('\r', '\n') < 0), $"has a fault that is no sentence: {record.Fault}");
            tally.Met(record.Fault is null ? "good records" : "bad records");
        }

        if (_whole.Records.Count > 1 && _whole.Records[0].Fault is null != _whole.Records[^1].Fault is null)
            tally.Met("good and bad together");
        if (_whole.Refusal is not null)
            tally.Met("input refused");
        return _whole.Refusal is null && _whole.Records.Any(record => record.Fault is null);
    }

    // The same input behind a beginning of different lengths: what a buffer's end cuts in one lies whole in the other.
    private void VerifyBufferEnd(FuzzRandom random, FuzzTally tally)
    {
        var source = _source with { Encoding = "utf-8", Format = Format, Delimiter = _source.Delimiter ?? ',' };
        ReadBehind(_whole, 100, source);
        ReadBehind(_other, random.Pick<int>(BufferEnds) - random.Below(Math.Min(Input.Length, 60) + 1), source);
        FuzzFault.Unless(_whole.IsSameBehind(_other), $"reads otherwise where a buffer ends:\n{_whole}\nagainst\n{_other}");
        Exercise();
        tally.Met("across a buffer's end");
    }

    protected abstract InputFormat Format { get; }

    private void ReadBehind(ReadInput read, int length, InputSource source)
    {
        Begin(_padded.AsSpan(0, length));
        Input.Span.CopyTo(_padded.AsSpan(length));
        read.Read(new ChunkedStream(_padded.AsMemory(0, length + Input.Length)), source);
    }
}
