using System.Text.Json;

namespace Nightshift.Simulator.Batches;

/// <summary>
/// Takes a large JSON body apart while it streams: the items of one array go to a file, a line each; what is left is a small
/// document. So 256 MB of requests need the memory of the largest one.
/// </summary>
internal static class InlineRequests
{
    private const int FirstBuffer = 256 * 1024;

    /// <summary>Splits a body. The array's place in the rest is empty.</summary>
    /// <param name="body">The JSON document.</param>
    /// <param name="path">The names that lead to the array.</param>
    /// <param name="lines">Where the items go.</param>
    /// <param name="cancellation">Gives up reading.</param>
    /// <returns>The document without the items.</returns>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    public static async Task<JsonDocument> Split(Stream body, IReadOnlyList<string> path, Stream lines, CancellationToken cancellation)
    {
        var buffer = new byte[FirstBuffer];
        using var rest = new MemoryStream();
        var splitter = new Splitter(path, lines, rest);
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var read = await body.ReadAsync(buffer.AsMemory(filled), cancellation);
            filled += read;
            var used = splitter.Take(buffer.AsSpan(0, filled), last: read == 0);
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (read == 0)
                return JsonDocument.Parse(rest.ToArray());
        }
    }

    private sealed class Splitter(IReadOnlyList<string> path, Stream lines, MemoryStream rest)
    {
        private readonly string?[] _names = new string?[64];
        private JsonReaderState _state;
        private bool _inArray;

        /// <summary>Reads what is whole; returns how many bytes that were.</summary>
        public int Take(ReadOnlySpan<byte> bytes, bool last)
        {
            var reader = new Utf8JsonReader(bytes, last, _state);
            var used = 0;
            while (true)
            {
                var before = reader;
                if (!reader.Read())
                    break;
                if (_inArray && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (!reader.TrySkip())
                    {
                        reader = before;
                        break;
                    }

                    Item(bytes[ItemStart(bytes, (int)before.BytesConsumed)..(int)reader.BytesConsumed]);
                    used = (int)reader.BytesConsumed;
                    continue;
                }

                rest.Write(bytes[used..(int)reader.BytesConsumed]);
                used = (int)reader.BytesConsumed;
                Follow(ref reader);
            }

            _state = reader.CurrentState;
            return used;
        }

        private void Follow(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when reader.CurrentDepth < _names.Length:
                    _names[reader.CurrentDepth] = reader.GetString();
                    break;
                case JsonTokenType.StartArray when IsHere(reader.CurrentDepth):
                    _inArray = true;
                    break;
                case JsonTokenType.EndArray:
                    _inArray = false;
                    break;
            }
        }

        private bool IsHere(int depth)
        {
            if (depth != path.Count)
                return false;
            for (var i = 0; i < depth; i++)
            {
                if (_names[i + 1] != path[i])
                    return false;
            }

            return true;
        }

        // Between items there are a comma and blanks.
        private static int ItemStart(ReadOnlySpan<byte> bytes, int start)
        {
            while (bytes[start] is (byte)',' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
                start++;
            return start;
        }

        private void Item(ReadOnlySpan<byte> item)
        {
            // Line ends stand between tokens only: inside of strings they are escaped.
            foreach (var part in item.SplitAny("\r\n"u8))
                lines.Write(item[part]);
            lines.WriteByte((byte)'\n');
        }
    }
}
