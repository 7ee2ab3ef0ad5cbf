using System.Globalization;

namespace Nightshift.Intake.Filtering;

/// <summary>A number as a filter compares it: exact where decimal can hold it (long ids differ in their last digit), else floating.</summary>
internal readonly record struct FilterNumber(decimal Exact, double Rough, bool IsExact)
{
    public static bool TryParse(string text, out FilterNumber number)
    {
        number = default;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rough) || !double.IsFinite(rough))
            return false;
        number = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && (exact != 0 || rough == 0)
            ? new FilterNumber(exact, rough, true)
            : new FilterNumber(0, rough, false);
        return true;
    }

    /// <summary>Below zero when this is less, above when it is more.</summary>
    public int Order(FilterNumber other) => IsExact && other.IsExact ? Exact.CompareTo(other.Exact) : Rough.CompareTo(other.Rough);
}
