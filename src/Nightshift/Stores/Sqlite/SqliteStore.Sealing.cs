using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public async ValueTask SealAsync(JobId job, IReadOnlyList<string> columns, bool useCache, CancellationToken cancellation = default)
        => await WriteAsync(
            (database, tally) =>
            {
                CheckIntake(database, job);
                new RequestMatcher(database, tally, job, useCache).Run();
                using var update = database.Use("UPDATE jobs SET columns = ?2 WHERE id = ?1");
                update.Bind(1, job.Value).Bind(2, ToJson(columns)).RunOne();
                SetState(database, job, JobState.Running, reason: null);
                tally.Add(job, RowState.Pending, 0); // Touches the job, so that one without rows to send ends here.
                return true;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<bool>> AreAnsweredAsync(IReadOnlyList<RequestHash> hashes, CancellationToken cancellation = default) =>
        new(Read(database => hashes.Select(hash => RequestMatcher.FindAnswer(database, hash) is not null).ToArray()));
}
