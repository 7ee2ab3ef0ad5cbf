using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>What System.Text.Json says of a value, and what a record adds to that: its text is whole characters.</summary>
internal static class JsonReference
{
    /// <summary>The kind of value; null when it must not be taken.</summary>
    public static JsonValueKind? Read(ReadOnlyMemory<byte> json, int depth, FuzzTally tally)
    {
        if (!IsUtf8(json.Span))
        {
            tally.Met("invalid UTF-8");
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = depth });
            if (HasHalfSurrogate(json.Span))
            {
                tally.Met("half surrogate");
                return null;
            }

            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                tally.Met("values that are no object");
                if (!IsWithin(json, depth - 1))
                    return null;
            }

            return document.RootElement.ValueKind;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a value is nested no deeper. What is no object is wrapped in one: it lies a level deeper in its record.</summary>
    public static bool IsWithin(ReadOnlyMemory<byte> json, int depth)
    {
        try
        {
            JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = depth }).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static bool IsRecordOf(ReadOnlySpan<byte> record, ReadOnlySpan<byte> value, bool isObject) => isObject
        ? record.SequenceEqual(value)
        : record.StartsWith("{\"value\":"u8) && record[9..^1].SequenceEqual(value) && record[^1] == '}';

    public static bool IsUtf8(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (text[0] < 0x80)
            {
                text = text[1..];
                continue;
            }

            if (Rune.DecodeFromUtf8(text, out _, out var length) != OperationStatus.Done)
                return false;
            text = text[length..];
        }

        return true;
    }

    /// <summary>Reads the escapes of valid JSON one by one: a high half must have a low one right behind it, and no low one stands alone.</summary>
    public static bool HasHalfSurrogate(ReadOnlySpan<byte> json)
    {
        var high = false;
        for (var i = 0; i < json.Length; i++)
        {
            var unit = 0;
            if (json[i] == '\\' && json[++i] == 'u')
            {
                unit = Convert.ToInt32(Encoding.ASCII.GetString(json.Slice(i + 1, 4)), 16);
                i += 4;
            }

            if (high != unit is >= 0xDC00 and <= 0xDFFF)
                return true;
            high = unit is >= 0xD800 and <= 0xDBFF;
        }

        return false;
    }
}
