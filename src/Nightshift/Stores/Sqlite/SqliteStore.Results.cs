using System.Runtime.CompilerServices;
using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string ResultColumns = """
        SELECT rows.id, line, user_id, record, state, error_code, error, mode,
            input_tokens, output_tokens, cached_tokens, reasoning_tokens, cache_write_tokens, hour_cache_write_tokens, cost,
            sends, answers.id IS NOT NULL, output, model
        """;

    private const string ResultsOfRange = """

        FROM rows CROSS JOIN inputs ON inputs.id = rows.id
            LEFT JOIN answers ON state = 3 AND answers.id = coalesce(leader, rows.id)
        WHERE rows.id >= ?1 AND rows.id < ?2 ORDER BY rows.id
        """;

    private const string SelectResults = ResultColumns + ResultsOfRange;
    private const string SelectResultsWithBodies = ResultColumns + ", body" + ResultsOfRange;

    // The index of the users' ids leads to the row.
    private const string SelectResultOfUserId = ResultColumns + """

        FROM inputs CROSS JOIN rows ON rows.id = inputs.id
            LEFT JOIN answers ON state = 3 AND answers.id = coalesce(leader, rows.id)
        WHERE inputs.id >> 40 = ?1 AND user_id = ?2 AND EXISTS (SELECT 1 FROM jobs WHERE jobs.id = ?1)
        """;

    // A page is read at once and handed out while the next is read: a slow consumer holds twice this size, but no snapshot that would
    // let the log grow.
    private const int RowsPerPage = 1_000;
    private const long BytesPerPage = 8 << 20;

    /// <inheritdoc/>
    public async IAsyncEnumerable<RowResult> ReadResultsAsync(
        JobId job, bool withBodies = false, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var (first, end) = IdRange.Of(job);
        if (await FindJobAsync(job, cancellation) is null)
            yield break;

        var reading = ReadFrom(first);
        try
        {
            while (await reading is { Count: > 0 } page)
            {
                reading = ReadFrom(page[^1].Id.Packed + 1);
                foreach (var result in page)
                {
                    cancellation.ThrowIfCancellationRequested();
                    yield return result;
                }
            }
        }
        finally
        {
            // A page that nobody wants any more must not be read from a store that its owner closes now.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<List<RowResult>> ReadFrom(long id) => Task.Run(() => Read(database => ReadPage(database, id, end, withBodies)), CancellationToken.None);
    }

    /// <inheritdoc/>
    public ValueTask<RowResult?> FindRowAsync(JobId job, string userId, CancellationToken cancellation = default) => new(Read(database =>
    {
        using var select = database.Use(SelectResultOfUserId).Bind(1, job.Value).Bind(2, userId);
        return select.Step() ? ReadResult(select, withBody: false) : null;
    }));

    private static List<RowResult> ReadPage(Database database, long first, long end, bool withBodies)
    {
        using var select = database.Use(withBodies ? SelectResultsWithBodies : SelectResults);
        select.Bind(1, first).Bind(2, end);
        var page = new List<RowResult>();
        for (var bytes = 0L; page.Count < RowsPerPage && bytes < BytesPerPage && select.Step();)
        {
            var result = ReadResult(select, withBodies);
            bytes += result.Record.Length + (result.Answer is { } answer ? answer.Body.Length + (2L * answer.Output.Length) : 0);
            page.Add(result);
        }

        return page;
    }

    private static RowResult ReadResult(Statement row, bool withBody) => new()
    {
        Id = RowId.FromPacked(row.Int64(0)),
        Line = row.Int64(1),
        UserId = row.Text(2),
        Record = row.Blob(3),
        State = (RowState)row.Int32(4),
        ErrorCode = row.Text(5),
        Error = row.Text(6),
        Mode = (AnswerMode)row.Int32(7),
        Usage = ReadUsage(row, 8),
        CostUsd = row.NullableInt64(14) is { } cost ? StoredUnits.ToDollars(cost) : null,
        Attempts = row.Int32(15),
        Answer = row.Int32(16) == 0
            ? null
            : new Answer(row.Text(17)!, withBody ? row.Blob(19) : default(ReadOnlyMemory<byte>), row.Text(18)),
    };
}
