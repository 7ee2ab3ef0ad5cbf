namespace Nightshift.Tests.Fuzzing;

/// <summary>Breaks an input: bits, cuts, splices, doublings, swaps, and the pieces that parsers like least.</summary>
internal static class Mutation
{
    private static readonly byte[][] Nasty =
    [
        [0], [0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x99], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF],
        [0xFF, 0xFE], [0xFE, 0xFF], [0x1F, 0x8B], [.. "\\ud800"u8], [.. "\\udc00"u8], [.. "\\uD83D\\uDE42"u8], [.. "\\u0000"u8], [.. "\u2028"u8], [.. "\u00a0"u8], [.. "\u0085"u8],
        [.. "\""u8], [.. "\"\""u8], [.. "\"\"\""u8], [.. "\\"u8], [.. "\\\""u8], [.. "'"u8], [.. "\n"u8], [.. "\r"u8], [.. "\r\n"u8], [.. "\n\r"u8], [.. "\n\n"u8], [.. "\""u8, (byte)'\n'], [.. "\n\""u8], [.. "\"\r\n\""u8], [.. "\t"u8], [.. "\f\v"u8],
        [.. "1e999"u8], [.. "-0"u8], [.. "9223372036854775808"u8], [.. "123456789012345678901234567890"u8], [.. "0.00000000000000000000000000000000000001"u8], [.. "1E-999"u8], [.. "01"u8], [.. "NaN"u8], [.. "Infinity"u8],
        [.. "{"u8], [.. "}"u8], [.. "["u8], [.. "]"u8], [.. ","u8], [.. ":"u8], [.. ";"u8], [.. "|"u8], [.. "null"u8], [.. "//"u8], [.. "/**/"u8],
    ];

    public static void Apply(FuzzRandom random, FuzzBuffer input, FuzzTarget target)
    {
        var (at, length) = Slice(random, input.Length);
        switch (random.Below(12))
        {
            case 0 when input.Length > 0:
                input.Span[random.Below(input.Length)] ^= (byte)(1 << random.Below(8));
                break;
            case 1 when input.Length > 0:
                input.Span[random.Below(input.Length)] = (byte)random.Below(256);
                break;
            case 2:
                input.Remove(at, length);
                break;
            case 3:
                input.Remove(at, input.Length - at);
                break;
            case 4:
                Copy(input, at, length, random.Below(input.Length + 1));
                break;
            case 5 when input.Length > 0:
                var (one, other) = (random.Below(input.Length), random.Below(input.Length));
                (input.Span[one], input.Span[other]) = (input.Span[other], input.Span[one]);
                break;
            case 6:
                Splice(random, input, random.Pick<byte[]>(target.Seeds));
                break;
            case 7 or 8:
                input.Insert(random.Below(input.Length + 1), random.Pick<byte[]>(target.Tokens));
                break;
            case 9 when random.OneIn(100):
                Repeat(random, input, at, length);
                break;
            case 10 when random.OneIn(100):
                Nest(random, input, target);
                break;
            default:
                input.Insert(random.Below(input.Length + 1), random.Pick<byte[]>(Nasty));
                break;
        }
    }

    private static (int At, int Length) Slice(FuzzRandom random, int length)
    {
        var at = random.Below(length + 1);
        return (at, random.Below(Math.Min(length - at, random.OneIn(4) ? length : 12) + 1));
    }

    private static void Copy(FuzzBuffer input, int at, int length, int to)
    {
        Span<byte> piece = stackalloc byte[256];
        piece = piece[..Math.Min(length, piece.Length)];
        input.Span.Slice(at, piece.Length).CopyTo(piece);
        input.Insert(to, piece);
    }

    private static void Splice(FuzzRandom random, FuzzBuffer input, byte[] other)
    {
        var at = random.Below(input.Length + 1);
        input.Remove(at, input.Length - at);
        input.Add(other.AsSpan(random.Below(other.Length + 1)));
    }

    // Long inputs show what grows faster than they do.
    private static void Repeat(FuzzRandom random, FuzzBuffer input, int at, int length)
    {
        var until = 1024 << random.Below(6);
        while (length > 0 && input.Length < Math.Min(until, FuzzBuffer.Most - length))
            Copy(input, at, length, at);
    }

    private static void Nest(FuzzRandom random, FuzzBuffer input, FuzzTarget target)
    {
        var (open, close) = random.Pick<(byte[], byte[])>(target.Brackets);
        var at = random.Below(input.Length + 1);
        for (var depth = random.Pick([3, 63, 64, 65, 300, 3000]); depth > 0; depth--)
        {
            input.Insert(at, close);
            input.Insert(at, open);
            at += open.Length;
        }
    }
}
