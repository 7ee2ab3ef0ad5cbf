namespace Nightshift.Simulator.Accounting;

/// <summary>What the ledger adds up to.</summary>
public sealed record LedgerTotals
{
    /// <summary>Chat calls that came, refused ones included.</summary>
    public required long Arrived { get; init; }

    /// <summary>Calls that the key, the limits and the request's own rules let in.</summary>
    public required long Accepted { get; init; }

    /// <summary>Calls that a model answered: these are billed, whether or not the answer reached the client.</summary>
    public required long Executed { get; init; }

    /// <summary>Calls whose client left before the answer was sent.</summary>
    public required long Abandoned { get; init; }

    /// <summary>Billed input tokens.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Billed output tokens.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>What the billed tokens of live calls cost in US dollars.</summary>
    public required decimal Usd { get; init; }

    /// <summary>Files and batches.</summary>
    public required BatchTotals Batches { get; init; }

    /// <summary>What everything costs in US dollars: live calls and batches.</summary>
    public decimal BillUsd => Usd + Batches.Usd;

    /// <summary>Calls being answered now.</summary>
    public required int InFlight { get; init; }

    /// <summary>The most calls that were ever in flight at once.</summary>
    public required int MaxInFlight { get; init; }

    /// <summary>Calls that followed the redirect of the fault <c>redirect</c>.</summary>
    public required long RedirectsFollowed { get; init; }

    /// <summary>Of those, the ones that carried a key to the other host.</summary>
    public required long RedirectsWithKey { get; init; }

    /// <summary>Connections that took the certificate of the fault <c>tls-bad-certificate</c> and sent something.</summary>
    public required long BadCertificatesTaken { get; init; }

    /// <summary>Calls by the status sent; 0 is no status line.</summary>
    public required IReadOnlyDictionary<int, long> Statuses { get; init; }

    /// <summary>How often each fault met a call, or a connection.</summary>
    public required IReadOnlyDictionary<string, long> Faults { get; init; }
}
