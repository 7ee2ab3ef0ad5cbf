using System.Globalization;
using System.Text.Json;

namespace Nightshift.Protocols.Batches.Mistral;

/// <summary>Lists by page number: <c>{"data":[…],"total"}</c>, from page 0.</summary>
internal static class PageNumber
{
    /// <summary>The number of the page that is asked for.</summary>
    public static int Of(string? page) => int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Reads a page; null when it is not one. A page that is not full is the last, whatever the total says.</summary>
    public static Page<T>? Read<T>(JsonElement list, string? page, int size, Func<JsonElement, T?> read)
        where T : class
    {
        var data = Json.Member(list, "data");
        if (data.ValueKind != JsonValueKind.Array)
            return null;
        var next = Of(page) + 1;
        var isLast = data.GetArrayLength() < size || (Json.Count(list, "total") is > 0 and var total && total <= (long)next * size);
        return new([.. data.EnumerateArray().Select(read).OfType<T>()], isLast ? null : next.ToString());
    }
}
