using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Batches;

/// <summary>Decides how a batch will end, once its input was looked at.</summary>
internal static class CourseDecision
{
    private const double Half = 0.5;

    /// <summary>The course, and the provider's own fault when that is what it fails of.</summary>
    public static (BatchCourse Course, LineFault? Fault) Of(Batch batch, BatchCourse course)
    {
        var plan = batch.Plan;
        if (plan.Has(BatchTwist.FileNotFound))
            return Fail(new("invalid_request", $"Cannot find file {batch.Order.InputFileId}, or organization org-simulator does not have access to it.", "file_id"));
        if (batch.Validation.Faults.Count > 0)
            return (course with { Ending = Stage.Failed }, null);
        if (plan.Has(BatchTwist.TokenLimit))
            return Fail(TokenLimit(batch, batch.Account.Provider.Options.EnqueuedTokens ?? 2_000_000));
        if (batch.Account.Dialect.QueuesTokens && batch.Account.Provider.Options.EnqueuedTokens is { } limit && QueuedBefore(batch) + batch.Validation.InputTokens > limit)
            return Fail(TokenLimit(batch, limit));
        if (plan.Has(BatchTwist.Failed))
            return Fail(new("server_error", "The batch could not be processed because of an internal error."));
        course = course with { Stuck = plan.DelayOf(BatchTwist.StuckFinalizing, TimeSpan.FromHours(1)) };
        return (plan switch
        {
            _ when plan.RuleOf(BatchTwist.Expired) is { } rule => course with { Ending = Stage.Expired, Share = rule.Share ?? Half },
            _ when plan.RuleOf(BatchTwist.Partial) is { } rule => course with { Ending = Stage.Expired, Share = rule.Share ?? Half },
            _ when plan.Has(BatchTwist.ErrorLines) => course with { Ending = Stage.Expired, Share = 0 },
            _ when plan.RuleOf(BatchTwist.Cancelled) is { } rule => course with { Ending = Stage.Cancelled, Share = rule.Share ?? Half },
            _ => course,
        }, null);

        (BatchCourse, LineFault?) Fail(LineFault fault) => (course with { Ending = Stage.Failed }, fault);
    }

    /// <summary>Input tokens that earlier batches of the same model hold in the queue at the moment when this one is looked at.</summary>
    public static long QueuedBefore(Batch batch)
    {
        var moment = batch.CreatedAt + batch.Account.Provider.Options.BatchDelay * 0.1;
        return batch.Account.Batches.All()
            .Where(other => other.Number < batch.Number && other.Validation.Model == batch.Validation.Model)
            .Where(other => other.Course.Ending != Stage.Failed && !BatchView.IsEnd(other.Course.StageAt(moment - other.CreatedAt)))
            .Sum(other => other.Validation.InputTokens);
    }

    // The words of openai-python#2084 (2025-02).
    public static LineFault TokenLimit(Batch batch, long limit) => new("token_limit_exceeded",
        $"Enqueued token limit reached for {batch.Validation.Model} in organization org-simulator. Limit: {limit:N0} enqueued tokens. Please try again once some in_progress batches have been completed.");
}
