using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

public sealed partial class InMemoryStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SettleResult>> SettleAsync(
        IReadOnlyList<Settlement> settlements, CancellationToken cancellation = default)
    {
        lock (_gate)
            return new([.. settlements.Select(Settle)]);
    }

    /// <inheritdoc/>
    public ValueTask<Recovered> RecoverAsync(CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var (released, indeterminate) = (0L, 0L);
            foreach (var job in _jobs.Values)
            {
                foreach (var row in job.Rows.Where(row => row.State is RowState.Claimed or RowState.Sent && !IsInOpenBatch(row)))
                {
                    row.NotBefore = null;
                    if (row.State == RowState.Claimed)
                    {
                        released++;
                        job.Move(row, RowState.Pending);
                        continue;
                    }

                    indeterminate++;
                    Book(job, row, new Attempt(Faults.Indeterminate, Now, TimeSpan.Zero) { IsUncertain = true }, SettleResult.Applied, isAnswer: false);
                    job.Reserve(row, 0);
                    row.Attempts += ++row.Crashes > Faults.CrashesForgiven ? 1 : 0;
                    MoveWithFollowers(job, row, job.IsCancelled ? RowState.Cancelled : RowState.Pending);
                }

                job.EndWhenDone(Now);
            }

            RecoverDeliveries();
            return new(new Recovered(released, indeterminate));
        }
    }

    private SettleResult Settle(Settlement settlement)
    {
        var (lease, verdict, attempt) = settlement;
        if (FindRow(lease.Row) is not { } row || (settlement.LeftBatch is { } left && !_left.Remove((left, lease.Row))))
            return SettleResult.Stale;

        var job = Get(lease.Row.Job);
        var (result, to) = Transition.For(settlement, row.State, row.Epoch, job.IsCancelled);
        if (attempt is not null)
            Book(job, row, attempt, result, isAnswer: verdict is Verdict.Complete && result != SettleResult.Stale);
        if (result == SettleResult.Stale)
            return result;

        job.Reserve(row, 0);
        row.Mode = attempt?.Mode ?? AnswerMode.Live;
        (row.ErrorCode, row.Error) = Faults.ReasonOf(verdict);
        switch (verdict)
        {
            case Verdict.Complete complete:
                (row.Answer, row.WorthUsd) = (complete.Answer, attempt?.LiveUsd ?? 0);
                break;
            case Verdict.Retry retry:
                row.NotBefore = retry.NotBefore;
                row.Attempts += retry.CountsAsAttempt ? 1 : 0;
                row.Returns += retry.IsReturn ? 1 : 0;
                row.MaxTokens = retry.MaxTokens ?? row.MaxTokens;
                break;
        }

        MoveWithFollowers(job, row, to);
        job.EndWhenDone(Now);
        return result;
    }

    /// <summary>A follower ends as its leader ends, and waits while its leader is under way.</summary>
    private void MoveWithFollowers(StoredJob job, StoredRow row, RowState to)
    {
        job.Move(row, to);
        foreach (var follower in row.Followers)
        {
            (follower.Answer, follower.ErrorCode, follower.Error) = (row.Answer, row.ErrorCode, row.Error);
            if (row.State == RowState.Succeeded && follower.State != RowState.Succeeded)
                Spare(follower, AnswerMode.Duplicate, row.WorthUsd);
            job.Move(follower, AsFollowerOf(row));
        }
    }

    private static RowState AsFollowerOf(StoredRow leader) => leader.State.IsTerminal() ? leader.State : RowState.Pending;
}
