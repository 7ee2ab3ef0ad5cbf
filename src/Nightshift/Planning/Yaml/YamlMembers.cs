using System.Globalization;
using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace Nightshift.Planning.Yaml;

/// <summary>Typed access to the members of a YAML mapping. An absent member and a plain null are null; a wrong type is a fault at its place.</summary>
internal sealed class YamlMembers(YamlMappingNode mapping, string path)
{
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value ?? "",
        var other => throw Fault(other, $"'{name}' must be text"),
    };

    /// <summary>The text, or that of the file which <c>name_file</c> names; both at once are a fault.</summary>
    public string? TextOrFile(string name)
    {
        var text = Text(name);
        if (Text($"{name}_file") is not { } file)
            return text;
        return text is null
            ? TextArgument.ReadFile(Beside(file), $"{name}_file")
            : throw Fault(Find($"{name}_file")!, $"'{name}' and '{name}_file' are both there; keep one of them");
    }

    public int? Integer(string name) => Scalar(name) switch
    {
        null => null,
        { } scalar when int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        { } scalar => throw Fault(scalar, $"'{name}' must be a whole number, not '{scalar.Value}'"),
    };

    public decimal? Number(string name) => Scalar(name) switch
    {
        null => null,
        { } scalar when decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        { } scalar => throw Fault(scalar, $"'{name}' must be a number, not '{scalar.Value}'"),
    };

    /// <summary>A list, or one text with commas.</summary>
    public IReadOnlyList<string>? Labels(string name) => Find(name) switch
    {
        null => null,
        YamlScalarNode scalar => TextArgument.Items(scalar.Value ?? ""),
        YamlSequenceNode list => [.. list.Select(item => item is YamlScalarNode { Value: { } label }
            ? label.Trim()
            : throw Fault(item, $"the labels of '{name}' must be text"))],
        var other => throw Fault(other, $"'{name}' must be a list of labels"),
    };

    /// <summary>The JSON text of a schema: written in place, or in the .json file that it names.</summary>
    public string? Schema(string name) => Find(name) switch
    {
        null => null,
        YamlScalarNode { Value: ['{', ..] inline } => inline,
        YamlScalarNode { Value: { } file } => TextArgument.ReadFile(Beside(file), name),
        YamlMappingNode inline => YamlToJson.Convert(inline, path).GetRawText(),
        var other => throw Fault(other, $"'{name}' must be a JSON schema (a mapping), or the path of a .json file"),
    };

    public IReadOnlyDictionary<string, JsonElement>? Mapping(string name) => Find(name) switch
    {
        null => null,
        YamlMappingNode map => YamlToJson.Convert(map, path).EnumerateObject()
            .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal),
        var other => throw Fault(other, $"'{name}' must be a mapping, such as 'seed: 7' on lines of their own"),
    };

    private YamlScalarNode? Scalar(string name) => Find(name) switch
    {
        null => null,
        YamlScalarNode scalar => scalar,
        var other => throw Fault(other, $"'{name}' must be a number"),
    };

    private YamlNode? Find(string name) =>
        mapping.Children.TryGetValue(new YamlScalarNode(name), out var node) && !YamlToJson.IsNull(node) ? node : null;

    private string Beside(string file) => Path.Combine(Path.GetDirectoryName(path) ?? "", file);

    private TaskException Fault(YamlNode node, string sentence) => YamlFault.At(path, node, sentence);
}
