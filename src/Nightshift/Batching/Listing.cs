using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>Reads a provider's lists page by page.</summary>
internal static class Listing
{
    private const int MostPages = 200;

    /// <summary>All items up to the first page that has none left to look at; null when the list could not be had whole.</summary>
    /// <param name="fetch">Asks for a page.</param>
    /// <param name="isTooOld">Whether an item, and so what stands behind it, cannot be what is looked for.</param>
    /// <param name="desk">Is told that the provider was reached, or not.</param>
    public static async Task<IReadOnlyList<T>?> ReadAsync<T>(Func<string?, Task<Effect<Page<T>>>> fetch, Func<T, bool> isTooOld, BatchDesk desk)
    {
        var items = new List<T>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? next = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            if (await fetch(next) is not Effect<Page<T>>.Done { Value: var page })
                return null;
            desk.Judge.Reached();
            items.AddRange(page.Items);
            // Lists that begin anew at their end have been seen.
            if (page.Next is null || !seen.Add(page.Next) || (page.Items.Count > 0 && page.Items.All(isTooOld)))
                return items;
            next = page.Next;
        }

        return items;
    }
}
