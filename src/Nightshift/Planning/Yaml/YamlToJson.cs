using System.Buffers;
using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Nightshift.Planning.Yaml;

/// <summary>Turns a YAML node into JSON by YAML's core schema: plain scalars are typed, quoted ones are text.</summary>
internal static class YamlToJson
{
    // A few aliases of aliases can stand for billions of nodes, or for themselves.
    private const int MaxNodes = 100_000;
    private const int MaxDepth = 60;

    public static JsonElement Convert(YamlNode node, string path)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            new Walk(writer, path).Write(node, depth: 0);
        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    private sealed class Walk(Utf8JsonWriter writer, string path)
    {
        private int _nodes;

        public void Write(YamlNode node, int depth)
        {
            if (++_nodes > MaxNodes || depth > MaxDepth)
                throw YamlFault.At(path, node, "this is too large or too deep (aliases may repeat it); write it out smaller");
            switch (node)
            {
                case YamlMappingNode map:
                    writer.WriteStartObject();
                    foreach (var (key, value) in map.Children)
                    {
                        if (key is not YamlScalarNode { Value: { } name })
                            throw YamlFault.At(path, key, "a member's name must be plain text");
                        writer.WritePropertyName(name);
                        Write(value, depth + 1);
                    }
                    writer.WriteEndObject();
                    break;
                case YamlSequenceNode list:
                    writer.WriteStartArray();
                    foreach (var item in list)
                        Write(item, depth + 1);
                    writer.WriteEndArray();
                    break;
                case YamlScalarNode scalar:
                    WriteScalar(scalar);
                    break;
            }
        }

        private void WriteScalar(YamlScalarNode scalar)
        {
            var text = scalar.Value ?? "";
            if (IsNull(scalar))
                writer.WriteNullValue();
            else if (scalar.Style != ScalarStyle.Plain)
                writer.WriteStringValue(text);
            else if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
                writer.WriteBooleanValue(text[0] is 't' or 'T');
            else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
                writer.WriteNumberValue(integer);
            else if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                writer.WriteNumberValue(number);
            else
                writer.WriteStringValue(text);
        }
    }
}
