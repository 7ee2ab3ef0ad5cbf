using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Nightshift.Planning.Yaml;

/// <summary>Reads the text of a YAML file into nodes.</summary>
internal static class YamlText
{
    private const int MaxDepth = 100;

    /// <summary>The one mapping that the text must be.</summary>
    /// <exception cref="TaskException">It is not YAML, or not one mapping: with line and column.</exception>
    public static YamlMappingNode Root(string text, string path)
    {
        var stream = new YamlStream();
        try
        {
            CheckDepth(text, path);
            stream.Load(new StringReader(text));
        }
        catch (YamlException fault)
        {
            throw new TaskException(
                string.Create(CultureInfo.InvariantCulture, $"{path}:{fault.Start.Line}:{fault.Start.Column}: not YAML: {fault.Message}"), fault);
        }
        // What the library throws at an alias in an odd place, and after a stray "..." (YamlDotNet 16.3).
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            throw new TaskException($"{path}: not YAML: {fault.Message}", fault);
        }
        return stream.Documents switch
        {
            [{ RootNode: YamlMappingNode root }] => root,
            [] => throw new TaskException($"{path} is empty; write at least 'model:' and 'prompt:'"),
            [var other, ..] => throw YamlFault.At(path, other.RootNode, "a task is one mapping, such as 'model: sim/label' and 'prompt: …' on lines of their own"),
        };
    }

    // The library builds its tree by recursion: a hostile file must not end the process by a stack overflow.
    private static void CheckDepth(string text, string path)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth)
                throw new TaskException(string.Create(CultureInfo.InvariantCulture, $"{path}:{parser.Current.Start.Line}: nested more than {MaxDepth} deep"));
        }
    }
}
