using System.Text;

namespace Nightshift.Intake.Filtering;

/// <summary>Words a fault in a filter, with the expression under it and a mark at the place.</summary>
internal static class FilterFault
{
    public static InputException At(string expression, int at, string sentence, Exception? inner = null)
    {
        var line = new StringBuilder(expression);
        for (var i = 0; i < line.Length; i++)
        {
            if (char.IsControl(line[i]))
                line[i] = ' ';
        }
        return new InputException($"--where: {sentence}\n  {line}\n  {new string(' ', at)}^", inner);
    }
}
