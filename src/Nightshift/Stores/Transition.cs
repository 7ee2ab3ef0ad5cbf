using Nightshift.Model;

namespace Nightshift.Stores;

/// <summary>What a settlement does to a row: the one rule that every store applies.</summary>
/// <param name="Result">What the caller is told.</param>
/// <param name="To">The row's state afterwards; the one it had when the settlement is stale.</param>
internal readonly record struct Transition(SettleResult Result, RowState To)
{
    /// <summary>Decides from the settlement, the row as it is, and whether its job was cancelled.</summary>
    public static Transition For(Settlement settlement, RowState state, int epoch, bool jobCancelled) =>
        For(settlement.Verdict, settlement.Lease.Epoch, settlement.LeftBatch is not null, state, epoch, jobCancelled);

    private static Transition For(Verdict verdict, int leaseEpoch, bool hasLeft, RowState state, int epoch, bool jobCancelled) => state switch
    {
        RowState.Claimed or RowState.Sent when leaseEpoch == epoch => new(SettleResult.Applied, Target(verdict, jobCancelled)),
        // It left its batch and has not been sent again: what has been paid for is not paid again.
        RowState.Pending or RowState.Claimed when hasLeft && leaseEpoch <= epoch && verdict is Verdict.Complete => new(SettleResult.Superseded, RowState.Succeeded),
        RowState.Cancelled or RowState.Expired when leaseEpoch <= epoch && verdict is Verdict.Complete
            => new(SettleResult.Superseded, RowState.Succeeded),
        _ => new(SettleResult.Stale, state),
    };

    private static RowState Target(Verdict verdict, bool jobCancelled) => verdict switch
    {
        Verdict.Complete => RowState.Succeeded,
        Verdict.Fail => RowState.Failed,
        Verdict.Expire => RowState.Expired,
        Verdict.Retry when jobCancelled => RowState.Cancelled,
        Verdict.Retry => RowState.Pending,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "not a verdict"),
    };
}
