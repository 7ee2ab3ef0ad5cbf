using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string SelectForSettling = "SELECT state, epoch, entries, followers, reserved FROM rows WHERE id = ?1";

    private const string InsertAttempt = """
        INSERT INTO attempts (row, n, epoch, result, outcome, status, request_id, started_at, duration_ms, mode,
            input_tokens, output_tokens, cached_tokens, reasoning_tokens, cache_write_tokens, hour_cache_write_tokens, cost, service_tier,
            live_cost, model, uncertain, possible, batch)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)
        """;

    private const string AddEntry = """
        UPDATE rows SET entries = entries + ?2,
            input_tokens = input_tokens + ?3, output_tokens = output_tokens + ?4,
            cached_tokens = cached_tokens + ?5, reasoning_tokens = reasoning_tokens + ?6,
            cache_write_tokens = cache_write_tokens + ?7, hour_cache_write_tokens = hour_cache_write_tokens + ?8, cost = cost + ?9
        """;

    private const string AddEntryToRow = AddEntry + " WHERE id = ?1";

    private const string SettleRow = AddEntry + """
        ,
            state = ?12, mode = ?13, attempts = attempts + ?14, not_before = ?15, max_tokens = coalesce(?16, max_tokens),
            error_code = ?17, error = ?18, returns = returns + ?19, reserved = 0
        WHERE id = ?1 AND state = ?10 AND epoch = ?11
        """;

    private const string MoveFollowers = "UPDATE rows SET state = ?2, error_code = ?3, error = ?4 WHERE leader = ?1 AND state = ?5";

    private const string InsertAnswer = "INSERT INTO answers (id, output, model, body, worth) VALUES (?1, ?2, ?3, ?4, ?5)";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SettleResult>> SettleAsync(
        IReadOnlyList<Settlement> settlements, CancellationToken cancellation = default)
    {
        var results = await WriteAsync(
            (database, tally) =>
            {
                var jobs = new JobStates(database);
                return settlements.Select(settlement => Settle(database, tally, jobs, settlement)).ToArray();
            },
            cancellation);
        Failpoint.Hit(StoreFailpoints.VerdictsStored);
        return results;
    }

    private static SettleResult Settle(Database database, Tally tally, JobStates jobs, Settlement settlement)
    {
        var (lease, verdict, attempt) = settlement;
        if (jobs.Find(lease.Row.Job) is not { } jobState || FindRow(database, lease.Row) is not { } row
            || (settlement.LeftBatch is { } left && !TakesLine(database, left, lease.Row)))
            return SettleResult.Stale;

        var (result, to) = Transition.For(settlement, row.State, row.Epoch, jobState == JobState.Cancelled);
        if (attempt is not null)
            Book(database, tally, lease, row, attempt, result, verdict);
        if (result == SettleResult.Stale)
        {
            if (attempt is not null)
                AddToRow(database, row, attempt);
            return result;
        }

        Update(database, row, to, verdict, attempt);
        if (verdict is Verdict.Complete { Answer: var answer })
        {
            using var insert = database.Use(InsertAnswer);
            insert.Bind(1, row.Id.Packed).Bind(2, answer.Output).Bind(3, answer.Model).Bind(4, answer.Body.Span)
                .Bind(5, StoredUnits.ToPicodollars(attempt?.LiveUsd)).RunOne();
        }

        tally.Move(row.Id.Job, row.State, to);
        tally.Reserve(row.Id.Job, -row.Reserved);
        if (row.Followers > 0)
            UpdateFollowers(database, tally, row, to, verdict, attempt);
        return result;
    }

    /// <summary>Enters an attempt into the ledger and into the sums of the job; those of the row change with its state.</summary>
    private static void Book(Database database, Tally tally, Lease lease, SettlingRow row, Attempt attempt, SettleResult result, Verdict? verdict)
    {
        var id = row.Id.Packed;
        var possible = attempt.PossibleUsd(StoredUnits.ToDollars(row.Reserved), result);
        using var insert = database.Use(InsertAttempt);
        insert.Bind(1, id).Bind(2, row.Entries + 1).Bind(3, lease.Epoch).Bind(4, (long)result)
            .Bind(5, attempt.Outcome).Bind(6, attempt.Status).Bind(7, attempt.RequestId)
            .Bind(8, StoredUnits.ToMilliseconds(attempt.StartedAt)).Bind(9, (long)attempt.Duration.TotalMilliseconds)
            .Bind(10, (long)attempt.Mode)
            .Bind(11, attempt.Usage?.InputTokens).Bind(12, attempt.Usage?.OutputTokens)
            .Bind(13, attempt.Usage?.CachedInputTokens).Bind(14, attempt.Usage?.ReasoningTokens)
            .Bind(15, attempt.Usage?.CacheWriteTokens).Bind(16, attempt.Usage?.HourCacheWriteTokens)
            .Bind(17, StoredUnits.ToPicodollars(attempt.CostUsd)).Bind(18, attempt.ServiceTier)
            .Bind(19, StoredUnits.ToPicodollars(attempt.LiveUsd)).Bind(20, attempt.Model)
            .Bind(21, attempt.IsUncertain ? 1 : 0).Bind(22, StoredUnits.ToPicodollars(possible)).Bind(23, attempt.Batch?.Value)
            .RunOne();
        tally.Book(row.Id.Job, attempt, isRetry: row.Entries > 0, isAnswer: verdict is Verdict.Complete && result != SettleResult.Stale, possible);
    }

    private static void Update(Database database, SettlingRow row, RowState to, Verdict verdict, Attempt? attempt)
    {
        var retry = verdict as Verdict.Retry;
        var (code, message) = Faults.ReasonOf(verdict);
        using var update = BindEntry(database.Use(SettleRow), row, attempt);
        update.Bind(10, (long)row.State).Bind(11, row.Epoch)
            .Bind(12, (long)to).Bind(13, (long)(attempt?.Mode ?? AnswerMode.Live))
            .Bind(14, retry is { CountsAsAttempt: true } ? 1 : 0)
            .Bind(15, retry is null ? 0 : StoredUnits.ToNotBefore(retry.NotBefore))
            .Bind(16, retry?.MaxTokens)
            .Bind(17, code).Bind(18, message)
            .Bind(19, retry is { IsReturn: true } ? 1 : 0)
            .RunOne();
    }

    private static void AddToRow(Database database, SettlingRow row, Attempt attempt)
    {
        using var add = BindEntry(database.Use(AddEntryToRow), row, attempt);
        add.RunOne();
    }

    private static Statement BindEntry(Statement update, SettlingRow row, Attempt? attempt)
    {
        var usage = attempt?.Usage ?? default;
        return update.Bind(1, row.Id.Packed).Bind(2, attempt is null ? 0 : 1)
            .Bind(3, usage.InputTokens).Bind(4, usage.OutputTokens).Bind(5, usage.CachedInputTokens).Bind(6, usage.ReasoningTokens)
            .Bind(7, usage.CacheWriteTokens).Bind(8, usage.HourCacheWriteTokens)
            .Bind(9, attempt?.IsUnpriced() == true ? null : StoredUnits.ToPicodollars(attempt?.CostUsd ?? 0));
    }

    /// <summary>A follower ends as its leader ends, and waits while its leader is under way.</summary>
    private static void UpdateFollowers(Database database, Tally tally, SettlingRow leader, RowState to, Verdict? verdict, Attempt? attempt = null)
    {
        var (before, after) = (AsFollower(leader.State), AsFollower(to));
        if (before == after)
            return;
        var (code, message) = Faults.ReasonOf(verdict);
        using var update = database.Use(MoveFollowers);
        var moved = update.Bind(1, leader.Id.Packed).Bind(2, (long)after).Bind(3, code).Bind(4, message)
            .Bind(5, (long)before).Run();
        tally.Move(leader.Id.Job, before, after, moved);
        if (after == RowState.Succeeded)
            tally.Spare(leader.Id.Job, AnswerMode.Duplicate, moved, attempt?.LiveUsd ?? 0);

        static RowState AsFollower(RowState state) => state.IsTerminal() ? state : RowState.Pending;
    }

    private static SettlingRow? FindRow(Database database, RowId id)
    {
        using var select = database.Use(SelectForSettling).Bind(1, id.Packed);
        return select.Step()
            ? new(id, (RowState)select.Int32(0), select.Int32(1), select.Int32(2), select.Int64(3), select.Int64(4))
            : null;
    }

    private readonly record struct SettlingRow(RowId Id, RowState State, int Epoch, int Entries, long Followers, long Reserved);
}
