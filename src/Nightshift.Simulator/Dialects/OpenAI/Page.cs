using System.Globalization;
using System.Text.Json;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.OpenAI;

/// <summary>One page of a list that is walked by <c>after</c> and <c>limit</c>.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? FirstId, string? LastId, bool HasMore);

/// <summary>Cuts lists into pages.</summary>
internal static class Page
{
    public static Refusal? Of<T>(DialectCall call, IEnumerable<T> all, Func<T, string> idOf, int usual, int most, out Page<T> page)
    {
        page = new([], null, null, false);
        var limit = usual;
        if (call.Query("limit") is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit < 1 || limit > most))
            return Refusal.Invalid($"Invalid 'limit': expected an integer from 1 to {most}, but got {text} instead.", "integer_out_of_range", "limit");
        if (call.Query("after") is { Length: > 0 } after)
        {
            var list = all.ToList();
            var at = list.FindIndex(item => idOf(item) == after);
            if (at < 0)
                return Refusal.Invalid($"Invalid 'after': '{after}' is not in the list.", "invalid_value", "after");
            all = list[(at + 1)..];
        }

        var items = all.Take(limit + 1).ToList();
        var more = items.Count > limit;
        if (more)
            items.RemoveAt(limit);
        page = new(items, items.Count > 0 ? idOf(items[0]) : null, items.Count > 0 ? idOf(items[^1]) : null, more);
        return null;
    }

    public static void Write<T>(Utf8JsonWriter json, Page<T> page, bool paged, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var item in page.Items)
            write(json, item);
        json.WriteEndArray();
        if (paged)
        {
            json.WriteString("first_id"u8, page.FirstId);
            json.WriteString("last_id"u8, page.LastId);
            json.WriteBoolean("has_more"u8, page.HasMore);
        }

        json.WriteEndObject();
    }
}
