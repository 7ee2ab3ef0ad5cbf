using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>Which batches of a provider's list could be one of ours. Pure.</summary>
internal static class BatchMatch
{
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(10);

    /// <summary>What was made before this is not looked at: by the provider's clock, with room for its being off.</summary>
    public static DateTimeOffset Since(Batch batch) => (batch.CreateIntendedAt ?? batch.SealedAt) - ClockSlack;

    /// <summary>The candidates, oldest first.</summary>
    /// <param name="batch">Ours.</param>
    /// <param name="mark">By what it is known again.</param>
    /// <param name="listed">What the provider has.</param>
    /// <param name="excluded">Ids that are known to be others.</param>
    public static IReadOnlyList<RemoteBatch> Candidates(Batch batch, BatchMark mark, IEnumerable<RemoteBatch> listed, IReadOnlySet<string> excluded) =>
    [
        .. listed.Where(remote => !excluded.Contains(remote.Id) && (remote.CreatedAt is null || remote.CreatedAt >= Since(batch)) && mark switch
            {
                BatchMark.InputFile => remote.InputFile == batch.InputFile,
                BatchMark.Submission => remote.Submission == batch.Submission,
                BatchMark.RequestCount => remote.Total == batch.Rows,
                _ => throw new ArgumentOutOfRangeException(nameof(mark), mark, "not a mark"),
            })
            .DistinctBy(remote => remote.Id)
            .OrderBy(remote => remote.CreatedAt),
    ];
}
