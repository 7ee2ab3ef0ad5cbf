using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Nightshift.Planning.Yaml;

/// <summary>Words a fault in a YAML file as <c>path:line:column: sentence</c>.</summary>
internal static class YamlFault
{
    public static TaskException At(string path, YamlNode node, string sentence) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path}:{node.Start.Line}:{node.Start.Column}: {sentence}"));
}
