using Nightshift.Model;

namespace Nightshift.Intake.Filtering;

/// <summary>Compares two sides: as numbers when both are numbers, else as text, letter by letter.</summary>
internal static class FilterComparison
{
    public static bool Holds(FilterOperand left, string sign, FilterOperand right, RecordView record)
    {
        var (a, b) = (left.TextIn(record), right.TextIn(record));
        if (left is not FilterOperand.Text && right is not FilterOperand.Text)
        {
            if (FilterNumber.TryParse(a, out var x) && FilterNumber.TryParse(b, out var y))
                return Judge(sign, x.Order(y));
            // Next to a number, an empty cell or "n/a" is neither less nor more: it is only not equal.
            if (IsNumeric(left) || IsNumeric(right))
                return sign is "!=" or "<>";
        }
        return Judge(sign, string.CompareOrdinal(a, b));
    }

    private static bool IsNumeric(FilterOperand side) => side is FilterOperand.Number or FilterOperand.Length;

    private static bool Judge(string sign, int order) => sign switch
    {
        "=" or "==" => order == 0,
        "!=" or "<>" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        ">=" => order >= 0,
        _ => throw new InvalidOperationException($"unknown comparison {sign}"),
    };
}
