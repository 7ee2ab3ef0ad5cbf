using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Sending;

namespace Nightshift.Settling;

/// <summary>
/// Decides what becomes of a row that was sent, and what the ledger gets: by the outcome, by where the row stands, and by what the task
/// asked for. Pulls the brake when a cause concerns every row. Thread-safe.
/// </summary>
internal sealed class RowJudge(TaskDefinition task, ModelPrices prices, LaneWatch watch, Brake brake, TimeProvider time, Random random)
{
    private const int ManyTries = 50;

    private readonly Lock _lock = new();
    private readonly AnswerCheck _check = new(task);
    private readonly ModelName _model = ModelName.Parse(task.Model);

    /// <summary>Whether the account is one of several: then the ledger says of each attempt who was paid.</summary>
    public bool IsOfRoute { get; init; }

    /// <summary>What the ledger says of who is paid for an attempt without an answer; null where the job says it.</summary>
    public string? Payee => IsOfRoute ? $"{_model}" : null;

    /// <summary>Judges one row.</summary>
    /// <param name="lease">The hold under which it was sent.</param>
    /// <param name="attempts">Counted attempts before this one.</param>
    /// <param name="maxTokens">The output limit that a truncated answer asked for; null for the task's own.</param>
    /// <param name="report">What came of it.</param>
    public Settlement Judge(Lease lease, int attempts, int? maxTokens, SendReport report)
    {
        // Rows of a batch are refused together, after the last of them was sent: twenty in a row say no more than one.
        if (report.Mode == AnswerMode.Live || report.Outcome is not Outcome.RowRefused)
            Watch(report.Outcome);
        var standing = new RowStanding(attempts, task.MaxAttempts, maxTokens ?? task.MaxTokens, task.RetryMaxTokens)
        {
            IsAlone = lease.Epoch >= ManyTries && HasAnsweredSince(report.StartedAt),
        };
        return new Settlement(lease, Decide(report.Outcome, standing), Entry(report));
    }

    /// <summary>An answer that came twice and was paid twice: for the ledger alone, no row is changed by it.</summary>
    public Settlement Duplicate(RowId row, string word, SendReport report) =>
        new(new Lease(row, Epoch: 0), new Verdict.Retry(report.StartedAt, CountsAsAttempt: false), Entry(report) with { Outcome = word });

    /// <summary>How long the next try waits after so many.</summary>
    public TimeSpan Wait(int tries, TimeSpan? asked = null)
    {
        lock (_lock)
            return Backoff.Next(tries, random, asked);
    }

    /// <summary>Takes in an outcome that is no row's: one that concerns every row pulls the brake.</summary>
    public void Watch(Outcome outcome)
    {
        string? reason;
        lock (_lock)
            reason = watch.See(outcome, time.GetUtcNow());
        if (reason is not null)
            brake.Pull(PauseCause.Provider, reason, mayPass: outcome is Outcome.NotSent);
    }

    /// <summary>Somebody has to see to the account: what was looked at for long enough needs no further evidence.</summary>
    public void Stop(string reason) => brake.Pull(PauseCause.Provider, reason);

    /// <summary>Takes in that the provider was reached, whatever it said.</summary>
    public void Reached()
    {
        lock (_lock)
            watch.Reached();
    }

    private bool HasAnsweredSince(DateTimeOffset at)
    {
        lock (_lock)
            return watch.HasAnsweredSince(at);
    }

    private Verdict Decide(Outcome outcome, RowStanding standing)
    {
        try
        {
            return VerdictPolicy.Decide(outcome, standing, _check, time.GetUtcNow(), Wait(standing.Attempts + 1));
        }
        catch (Exception e)
        {
            // An answer is data: whatever it does to a check, it ends its own row and no other.
            return new Verdict.Fail("check_failed", $"the answer could not be checked: {e.Message}");
        }
    }

    private Attempt Entry(SendReport report)
    {
        var reply = (report.Outcome as Outcome.Answered)?.Reply;
        var usage = reply?.Usage;
        return new Attempt(
            report.Outcome.Word, report.StartedAt, report.Duration, report.Status, report.RequestId, usage,
            usage is { } billed ? prices.Of(report.Mode, reply!.Model, reply.ServiceTier)?.Cost(billed) : null, report.Mode)
        {
            ServiceTier = reply?.ServiceTier,
            LiveUsd = usage is { } used ? prices.OfOrdinaryCall(reply!.Model)?.Cost(used) : null,
            Model = Payee ?? (_model.IsOfEachLine ? reply?.Model : null),
            Batch = report.Batch,
            IsUncertain = MayBeCharged(report),
        };
    }

    /// <summary>Whether the request may have been carried out and charged, and we cannot tell for how much. A status that says that it failed is not charged by any provider.</summary>
    private static bool MayBeCharged(SendReport report) => report.Outcome switch
    {
        Outcome.Answered { Reply.Usage: null } => true,
        Outcome.TimedOut or Outcome.ConnectionLost or Outcome.Abandoned => true,
        Outcome.ServerFault => report.Mode == AnswerMode.Live && report.Status is null or < 400,
        _ => false,
    };
}
