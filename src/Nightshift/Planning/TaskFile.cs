using Nightshift.Planning.Yaml;
using YamlDotNet.RepresentationModel;

namespace Nightshift.Planning;

/// <summary>Reads a task from a YAML file. Paths in it are beside the file.</summary>
public static class TaskFile
{
    private static readonly string[] Members =
    [
        "model", "endpoint", "prompt", "prompt_file", "system", "system_file", "max_tokens", "retry_max_tokens", "temperature",
        "one_of", "schema", "output_column", "max_attempts", "parameters",
    ];

    /// <summary>The members that the file sets.</summary>
    /// <exception cref="TaskException">It cannot be read, is not YAML, has a member that is not known, or one of the wrong type: with line and column.</exception>
    public static TaskOverrides Load(string path) => Parse(TextArgument.ReadFile(path, "task file"), path);

    /// <summary>As <see cref="Load"/>, of a text that is at hand. The path is for errors and for the files beside it.</summary>
    internal static TaskOverrides Parse(string text, string path)
    {
        var root = YamlText.Root(text, path);
        foreach (var key in root.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name })
                throw YamlFault.At(path, key, "a member's name must be plain text");
            if (!Members.Contains(name, StringComparer.Ordinal))
                throw YamlFault.At(path, key, $"there is no member '{name}'{NearestName.Hint(name, Members)} (there are: {string.Join(", ", Members)})");
        }
        var task = new YamlMembers(root, path);
        return new TaskOverrides
        {
            Model = task.Text("model"),
            Endpoint = task.Text("endpoint"),
            Prompt = task.TextOrFile("prompt"),
            System = task.TextOrFile("system"),
            MaxTokens = task.Integer("max_tokens"),
            RetryMaxTokens = task.Integer("retry_max_tokens"),
            Temperature = task.Number("temperature"),
            OneOf = task.Labels("one_of"),
            Schema = task.Schema("schema"),
            OutputColumn = task.Text("output_column"),
            MaxAttempts = task.Integer("max_attempts"),
            Parameters = task.Mapping("parameters"),
        };
    }
}
