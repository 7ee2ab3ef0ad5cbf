using Nightshift.Model;
using Nightshift.Protocols;
using Nightshift.Protocols.Batches;
using Nightshift.Sending;
using Nightshift.Settling;
using Nightshift.Stores;

namespace Nightshift.Batching;

/// <summary>What every step of a batch works with, and how a step's end is written down.</summary>
internal sealed record BatchDesk(IStore Store, BatchLane Lane, BatchSpool Spool, RowJudge Judge, TimeProvider Time)
{
    private const int SmallBatch = 1_000;
    private const int RefusalsToHalve = 3;

    /// <summary>Whether what is at the provider stays there until `nightshift clean`.</summary>
    public bool KeepRemote { get; init; }

    /// <summary>Learns how long answers are; null where nothing more is sent.</summary>
    public Reserver? Reserver { get; init; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public BatchProtocol Protocol => Lane.Protocol;

    public BatchChannel Channel => Lane.Channel;

    /// <summary>Commits a step: the batch as it is now, if it is still where it was.</summary>
    public async Task<Batch> MoveAsync(Batch from, Batch to)
    {
        if (!await Store.MoveBatchAsync(from.State, to))
            throw new InvalidOperationException($"batch {from.Id} is not {from.State} any more; run `nightshift doctor`");
        return to;
    }

    /// <summary>Goes on to a state, its tries and waits behind it.</summary>
    public Task<Batch> AdvanceAsync(Batch from, Batch to) => MoveAsync(from, to with { Tries = 0, NextStepAt = null });

    /// <summary>The same step again, later.</summary>
    public Task<Batch> AgainAsync(Batch batch, TimeSpan? asked = null) => AgainAsync(batch, batch.State, asked);

    /// <summary>A step back, and that one again, later.</summary>
    public Task<Batch> AgainAsync(Batch batch, BatchState state, TimeSpan? asked = null) =>
        MoveAsync(batch, batch with { State = state, Tries = batch.Tries + 1, NextStepAt = Now + Judge.Wait(batch.Tries + 1, asked) });

    /// <summary>The provider will not have it: it ends without results, and its rows are given their verdicts.</summary>
    public Task<Batch> RefuseAsync(Batch batch, string code, string message) => AdvanceAsync(batch, batch with
    {
        State = BatchState.Ended, FaultCode = code, Fault = message, EndedAt = Now, Results = [],
    });

    /// <summary>What came of a write: on with its value, back and again where nothing happened, or as intended until it has been looked for.</summary>
    /// <param name="effect">What came of it.</param>
    /// <param name="batch">The batch, in the state of the intent.</param>
    /// <param name="back">The state before the intent.</param>
    /// <param name="tries">How often the step had failed before.</param>
    /// <param name="done">Writes down what was made.</param>
    public Task<Batch> AfterAsync<T>(Effect<T> effect, Batch batch, BatchState back, int tries, Func<T, Task<Batch>> done) => effect switch
    {
        Effect<T>.Done it => done(it.Value),
        Effect<T>.Refused refused => RefusedAsync(batch with { Tries = tries }, back, refused.Refusal),
        Effect<T>.NotSent notSent => NotSentAsync(batch with { Tries = tries }, back, notSent.Message),
        Effect<T>.Unclear unclear => MoveAsync(batch, batch with { NextStepAt = Now + Judge.Wait(1, unclear.RetryAfter) }),
        _ => throw new InvalidOperationException("a write without an outcome"),
    };

    /// <summary>A step that only looks did not come to what it looked for: it is taken again later, unless the provider's no ends the batch.</summary>
    /// <param name="batch">The batch, which stays in its state.</param>
    /// <param name="effect">What came instead.</param>
    /// <param name="wait">Until an unclear look is repeated, where the provider does not say.</param>
    public Task<Batch> NotDoneAsync<T>(Batch batch, Effect<T> effect, TimeSpan? wait = null) => effect switch
    {
        Effect<T>.Refused refused => RefusedAsync(batch, batch.State, refused.Refusal),
        Effect<T>.NotSent notSent => NotSentAsync(batch, batch.State, notSent.Message),
        Effect<T>.Unclear unclear => AgainAsync(batch, unclear.RetryAfter ?? wait),
        _ => throw new InvalidOperationException("a look that saw what it looked for"),
    };

    /// <summary>What a no means: back to <paramref name="state"/> and later again, or the end of the batch.</summary>
    public Task<Batch> RefusedAsync(Batch batch, BatchState state, Refusal refusal)
    {
        Judge.Reached();
        switch (Refused.Read(refusal, Lane.Connection))
        {
            case Refused.Whole whole:
                return RefuseAsync(batch, whole.Code, whole.Message);
            case Refused.Account account:
                Judge.Watch(account.Outcome);
                return AgainAsync(batch, state);
            // A large batch that is refused again and again may be too large for what is left of a quota.
            case Refused.Later when batch is { State: BatchState.Creating, Rows: > SmallBatch } && batch.Tries + 1 >= RefusalsToHalve && TokenLimit.MayBeOne(refusal):
                return RefuseAsync(batch, EnqueuedRoom.TokenLimitCode, SentenceOf(refusal));
            // What is refused for an hour is a cap that no waiting lifts.
            case Refused.Later when batch.Tries + 1 >= Lane.Terms.Patience:
                return PauseAsync(batch, state,
                    $"{Lane.Connection.Provider.Name} has refused a batch again and again ({SentenceOf(refusal)}); raise the account's limit, or wait, then run the same command again");
            case Refused.Later later:
                return AgainAsync(batch, state, later.RetryAfter ?? LookSchedule.Again(Lane.Terms, batch.Tries));
            default:
                throw new InvalidOperationException("a refusal without a meaning");
        }
    }

    /// <summary>Its rows cannot wait for it any longer: they are sent again, and what comes of it all the same is kept for those that still wait.</summary>
    public ValueTask<int> LeaveAsync(Batch batch)
    {
        var since = batch.SubmittedAt ?? batch.SealedAt;
        return Store.LeaveBatchAsync(batch.Id, new Attempt("left_batch", since, Now - since, Mode: AnswerMode.Batch) { Batch = batch.Id, IsUncertain = true, Model = Judge.Payee });
    }

    /// <summary>Somebody has to see to it: the job pauses with the sentence, and the step is taken again as soon as the job goes on.</summary>
    public Task<Batch> PauseAsync(Batch batch, BatchState state, string sentence)
    {
        Judge.Stop(sentence);
        return MoveAsync(batch, batch with { State = state, Tries = 0, NextStepAt = Now });
    }

    /// <summary>It did not leave: the host may be out of reach, which is said after a while.</summary>
    public Task<Batch> NotSentAsync(Batch batch, BatchState state, string message)
    {
        Judge.Watch(new Outcome.NotSent(message));
        return AgainAsync(batch, state);
    }

    /// <summary>Why something was not done, in a sentence.</summary>
    public string WhyNot<T>(Effect<T> effect) => effect switch
    {
        Effect<T>.Refused { Refusal: var refusal } => $"HTTP {refusal.Status}: {SentenceOf(refusal)}",
        Effect<T>.NotSent notSent => notSent.Message,
        Effect<T>.Unclear unclear => unclear.Message,
        _ => throw new InvalidOperationException("an effect that was done needs no reason"),
    };

    private string SentenceOf(Refusal refusal) => ProviderError.Parse(refusal.Body, refusal.Status, Lane.Connection.Key).Message;

    /// <summary>Keeps a note about a batch for people.</summary>
    public ValueTask NoteAsync(Batch batch, string source, string kind, string detail) =>
        Store.AddAnomaliesAsync([new Anomaly(batch.Id, source, 0, kind, detail)]);
}
