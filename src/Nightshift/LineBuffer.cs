namespace Nightshift;

/// <summary>Cuts a stream into lines at the byte <c>\n</c> alone, in memory bounded by the longest line taken.</summary>
internal sealed class LineBuffer(Stream stream, int longest) : IDisposable
{
    private const int FirstSize = 64 * 1024;
    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private long _before;

    /// <summary>The line that was read, counted from 1.</summary>
    public long Number { get; private set; }

    /// <summary>That line, as <see cref="TryRead"/> gave it, for those that need it as memory; valid as long.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Where that line began, in bytes from where the stream stood at first.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the next line begins, in bytes from where the stream stood at first.</summary>
    public long Position => _before + _start;

    /// <summary>Whether that line was too long and has been passed over.</summary>
    public bool IsOverlong { get; private set; }

    /// <summary>The next line without its break (<c>\n</c> or <c>\r\n</c>); valid until the next call. False at the end.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        IsOverlong = false;
        var scanned = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (length >= 0)
            {
                IsOverlong |= scanned + length > longest;
                line = Take(scanned + length, withBreak: true);
                return true;
            }

            scanned = _end - _start;
            if (_isAtEnd)
            {
                var hasRest = scanned > 0 || IsOverlong;
                IsOverlong |= scanned > longest;
                line = Take(scanned, withBreak: false);
                return hasRest;
            }

            if (scanned > longest)
            {
                // Passed over without being held: only its end is looked for.
                IsOverlong = true;
                _start = _end;
                scanned = 0;
            }

            Fill();
        }
    }

    public void Dispose() => stream.Dispose();

    private ReadOnlySpan<byte> Take(int length, bool withBreak)
    {
        Number++;
        Offset = Position;
        var line = _buffer.AsMemory(_start, length);
        _start += length + (withBreak ? 1 : 0);
        Line = IsOverlong ? default : line.Span is [.., (byte)'\r'] ? line[..^1] : line;
        return Line.Span;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_before, _start, _end) = (_before + _start, 0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _isAtEnd = read == 0;
    }
}
