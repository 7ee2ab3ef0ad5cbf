using Nightshift.Model;

namespace Nightshift.Routing;

/// <summary>Watches over batches that do not come back: those that are out far longer than batches of the same account and model took before.</summary>
public static class OverdueBatches
{
    /// <summary>Those among <paramref name="batches"/>, which are all that the store has, oldest first.</summary>
    public static IReadOnlyList<OverdueBatch> Among(IReadOnlyList<Batch> batches, DateTimeOffset now) =>
        [.. batches.Where(batch => batch.State == BatchState.Submitted).Select(batch => Of(batch, batches, now)).OfType<OverdueBatch>()];

    private static OverdueBatch? Of(Batch batch, IReadOnlyList<Batch> batches, DateTimeOffset now)
    {
        if (batch.SubmittedAt is not { } since)
            return null;
        var turnaround = Turnaround.Of(batches.Where(other => other.Account == batch.Account && other.Model == batch.Model), batch.Rows, since);
        return turnaround.IsOverdue(now - since) ? new OverdueBatch(batch, now - since, turnaround.Usual) : null;
    }
}

/// <summary>A batch that is out for too long.</summary>
/// <param name="Batch">As the store has it.</param>
/// <param name="Age">How long it is out.</param>
/// <param name="Usual">Within which time nineteen of twenty were back.</param>
public sealed record OverdueBatch(Batch Batch, TimeSpan Age, TimeSpan Usual);
