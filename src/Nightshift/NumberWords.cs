using System.Globalization;

namespace Nightshift;

/// <summary>Numbers in sentences, the same in every culture.</summary>
public static class NumberWords
{
    /// <summary>How many: <c>12,345</c>.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary><c>1 row</c>, <c>12,345 rows</c>.</summary>
    public static string Rows(long count) => count == 1 ? "1 row" : $"{Count(count)} rows";

    /// <summary>US dollars in cents; finer where a cent is too coarse: <c>$1,234.50</c>, <c>$0.1234</c>, <c>$0.000123</c>.</summary>
    public static string Usd(decimal dollars) => "$" + dollars.ToString(dollars switch
    {
        > 0 and < 0.01m => "0.0#####",
        > 0 and < 1 => "0.00##",
        _ => "#,0.00",
    }, CultureInfo.InvariantCulture);

    /// <summary>US dollars in cents; below one to a millionth, for what is held against a limit: <c>$20.00</c>, <c>$0.123456</c>.</summary>
    public static string FineUsd(decimal dollars) => "$" + dollars.ToString(dollars is > 0 and < 1 ? "0.00####" : "#,0.00", CultureInfo.InvariantCulture);

    /// <summary>A share of one, roughly: 0.128 is <c>13 %</c>.</summary>
    public static string WholePercent(decimal share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A share of one, to a tenth of a percent: 0.125 is <c>12.5 %</c>.</summary>
    public static string Percent(decimal share) => (share * 100).ToString("#,0.#", CultureInfo.InvariantCulture) + " %";
}
