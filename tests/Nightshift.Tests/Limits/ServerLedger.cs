namespace Nightshift.Tests.Limits;

/// <summary>What a server counted, and when by its own clock.</summary>
internal sealed class ServerLedger
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    private readonly List<(TimeSpan At, long Tokens)> _arrivals = [];

    public void Add(TimeSpan at, long tokens) => _arrivals.Add((at, tokens));

    /// <summary>The most that any window (t, t + 60 s] holds, of those that begin at or after <paramref name="from"/>.</summary>
    public (long Requests, long Tokens) Fullest(TimeSpan from)
    {
        var sorted = _arrivals.Where(arrival => arrival.At >= from).OrderBy(arrival => arrival.At).ToList();
        var (first, tokens, mostRequests, mostTokens) = (0, 0L, 0L, 0L);
        for (var last = 0; last < sorted.Count; last++)
        {
            tokens += sorted[last].Tokens;
            while (sorted[last].At - sorted[first].At >= Window)
                tokens -= sorted[first++].Tokens;
            mostRequests = Math.Max(mostRequests, last - first + 1);
            mostTokens = Math.Max(mostTokens, tokens);
        }

        return (mostRequests, mostTokens);
    }

    public TimeSpan FirstAfter(TimeSpan time) => _arrivals.Where(arrival => arrival.At > time).Min(arrival => arrival.At);

    public (long Requests, long Tokens) Between(TimeSpan from, TimeSpan to)
    {
        var inside = _arrivals.Where(arrival => arrival.At > from && arrival.At <= to).ToList();
        return (inside.Count, inside.Sum(arrival => arrival.Tokens));
    }

    /// <summary>What the server's own sliding window holds now.</summary>
    public (long Requests, long Tokens) InWindow(TimeSpan now) => Between(now - Window, now);
}
