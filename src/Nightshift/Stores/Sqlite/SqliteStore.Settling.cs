using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string SelectForSettling = "SELECT state, epoch, entries, followers FROM rows WHERE id = ?1";

    private const string InsertAttempt = """
        INSERT INTO attempts (row, n, epoch, result, outcome, status, request_id, started_at, duration_ms, mode,
            input_tokens, output_tokens, cached_tokens, reasoning_tokens, cost)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        """;

    private const string AddAttemptToRow = """
        UPDATE rows SET entries = entries + 1,
            input_tokens = input_tokens + ?2, output_tokens = output_tokens + ?3,
            cached_tokens = cached_tokens + ?4, reasoning_tokens = reasoning_tokens + ?5, cost = cost + ?6
        WHERE id = ?1
        """;

    private const string SettleRow = """
        UPDATE rows SET state = ?4, mode = ?5, attempts = attempts + ?6, not_before = ?7, max_tokens = coalesce(?8, max_tokens),
            error_code = ?9, error = ?10
        WHERE id = ?1 AND state = ?2 AND epoch = ?3
        """;

    private const string MoveFollowers = "UPDATE rows SET state = ?2, error_code = ?3, error = ?4 WHERE leader = ?1 AND state = ?5";

    private const string InsertAnswer = "INSERT INTO answers (id, output, model, body) VALUES (?1, ?2, ?3, ?4)";

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
        if (jobs.Find(lease.Row.Job) is not { } jobState || FindRow(database, lease.Row) is not { } row)
            return SettleResult.Stale;

        var (result, to) = Transition.For(verdict, lease.Epoch, row.State, row.Epoch, jobState == JobState.Cancelled);
        if (attempt is not null)
            Book(database, tally, lease, row, attempt, result);
        if (result == SettleResult.Stale)
            return result;

        Update(database, row, to, verdict, attempt?.Mode ?? AnswerMode.Live);
        if (verdict is Verdict.Complete { Answer: var answer })
        {
            using var insert = database.Use(InsertAnswer);
            insert.Bind(1, row.Id.Packed).Bind(2, answer.Output).Bind(3, answer.Model).Bind(4, answer.Body.Span).RunOne();
        }

        tally.Move(row.Id.Job, row.State, to);
        if (row.Followers > 0)
            UpdateFollowers(database, tally, row, to, verdict as Verdict.Fail);
        return result;
    }

    /// <summary>Enters an attempt into the ledger and into the sums of row and job.</summary>
    private static void Book(Database database, Tally tally, Lease lease, SettlingRow row, Attempt attempt, SettleResult result)
    {
        var id = row.Id.Packed;
        long? cost = attempt.CostUsd is { } dollars ? StoredUnits.ToPicodollars(dollars) : null;
        using var insert = database.Use(InsertAttempt);
        insert.Bind(1, id).Bind(2, row.Entries + 1).Bind(3, lease.Epoch).Bind(4, (long)result)
            .Bind(5, attempt.Outcome).Bind(6, attempt.Status).Bind(7, attempt.RequestId)
            .Bind(8, StoredUnits.ToMilliseconds(attempt.StartedAt)).Bind(9, (long)attempt.Duration.TotalMilliseconds)
            .Bind(10, (long)attempt.Mode)
            .Bind(11, attempt.Usage?.InputTokens).Bind(12, attempt.Usage?.OutputTokens)
            .Bind(13, attempt.Usage?.CachedInputTokens).Bind(14, attempt.Usage?.ReasoningTokens)
            .Bind(15, cost)
            .RunOne();

        var usage = attempt.Usage ?? default;
        using var add = database.Use(AddAttemptToRow);
        add.Bind(1, id).Bind(2, usage.InputTokens).Bind(3, usage.OutputTokens)
            .Bind(4, usage.CachedInputTokens).Bind(5, usage.ReasoningTokens)
            .Bind(6, attempt.IsUnpriced() ? null : cost ?? 0)
            .RunOne();
        tally.Book(row.Id.Job, attempt, isRetry: row.Entries > 0);
    }

    private static void Update(Database database, SettlingRow row, RowState to, Verdict verdict, AnswerMode mode)
    {
        var (retry, fail) = (verdict as Verdict.Retry, verdict as Verdict.Fail);
        using var update = database.Use(SettleRow);
        update.Bind(1, row.Id.Packed).Bind(2, (long)row.State).Bind(3, row.Epoch)
            .Bind(4, (long)to).Bind(5, (long)mode)
            .Bind(6, retry is { CountsAsAttempt: true } ? 1 : 0)
            .Bind(7, retry is null ? 0 : StoredUnits.ToNotBefore(retry.NotBefore))
            .Bind(8, retry?.MaxTokens)
            .Bind(9, fail?.Code).Bind(10, fail?.Message)
            .RunOne();
    }

    /// <summary>A follower ends as its leader ends, and waits while its leader is under way.</summary>
    private static void UpdateFollowers(Database database, Tally tally, SettlingRow leader, RowState to, Verdict.Fail? fail)
    {
        var (before, after) = (AsFollower(leader.State), AsFollower(to));
        if (before == after)
            return;
        using var update = database.Use(MoveFollowers);
        var moved = update.Bind(1, leader.Id.Packed).Bind(2, (long)after).Bind(3, fail?.Code).Bind(4, fail?.Message)
            .Bind(5, (long)before).Run();
        tally.Move(leader.Id.Job, before, after, moved);

        static RowState AsFollower(RowState state) => state.IsTerminal() ? state : RowState.Pending;
    }

    private static SettlingRow? FindRow(Database database, RowId id)
    {
        using var select = database.Use(SelectForSettling).Bind(1, id.Packed);
        return select.Step()
            ? new(id, (RowState)select.Int32(0), select.Int32(1), select.Int32(2), select.Int64(3))
            : null;
    }

    private readonly record struct SettlingRow(RowId Id, RowState State, int Epoch, int Entries, long Followers);
}
