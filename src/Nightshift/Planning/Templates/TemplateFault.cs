using System.Globalization;

namespace Nightshift.Planning.Templates;

/// <summary>Words a fault in a template: <c>prompt, line 2, column 5: sentence</c>.</summary>
internal static class TemplateFault
{
    public static TaskException At(string name, int line, int column, string sentence) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name}, line {line}, column {column}: {sentence}"));
}
