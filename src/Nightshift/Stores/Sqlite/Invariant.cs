namespace Nightshift.Stores.Sqlite;

/// <summary>Something that must hold of every store: how to find where it does not, and what mends that, if anything can.</summary>
/// <param name="Violated">What a violation is, in words that follow on "Job 1 has".</param>
/// <param name="Find">Yields the jobs that violate it, and in how many places. Rows of jobs that are being removed are no job's any more.</param>
/// <param name="Mend">Makes it hold, from what else the store knows; null when nothing knows better.</param>
internal sealed record Invariant(string Violated, string Find, string? Mend = null)
{
    /// <summary>To be mended before a recovery, which then takes the rows up as perhaps paid.</summary>
    public static Invariant SentInOpenBatches { get; } = new("rows that are sent in a batch that is closed or not there", """
        SELECT id >> 40, count(*) FROM rows
        WHERE batch IS NOT NULL AND state = 2
            AND NOT EXISTS (SELECT 1 FROM batches WHERE batches.id = rows.batch AND batches.job = rows.id >> 40 AND batches.state < 8)
        GROUP BY 1
        """, Mending.LeaveBatches);

    /// <summary>All of them, rows before what is counted from them: in this order one repair leaves nothing for another to break.</summary>
    public static IReadOnlyList<Invariant> All { get; } =
    [
        SentInOpenBatches,
        // Only here: in every other open state the rows of a batch may have just been given back, or had their verdicts.
        new("batches at the provider in which no row is sent", """
            SELECT job, count(*) FROM batches
            WHERE state = 5 AND fault_code IS NOT 'left' AND NOT EXISTS (SELECT 1 FROM rows WHERE rows.batch = batches.id AND rows.state = 2) GROUP BY 1
            """),
        new("rows whose place in the input is missing or taken twice", """
            SELECT id >> 40, abs(max(id & 0xFFFFFFFFFF) + 1 - count(*)) FROM rows GROUP BY 1 HAVING max(id & 0xFFFFFFFFFF) + 1 <> count(*)
            """),
        new("rows without their input record", """
            SELECT id >> 40, count(*) FROM rows WHERE NOT EXISTS (SELECT 1 FROM inputs WHERE inputs.id = rows.id) GROUP BY 1
            """),
        new("input records without their row", """
            SELECT id >> 40, count(*) FROM inputs WHERE NOT EXISTS (SELECT 1 FROM rows WHERE rows.id = inputs.id) GROUP BY 1
            """),
        new("leases under which more than one verdict was applied", """
            SELECT row >> 40, count(*) FROM (
                SELECT row FROM attempts WHERE result = 0 GROUP BY row, epoch HAVING count(*) > 1) GROUP BY 1
            """),
        new("rows with numbers below zero", """
            SELECT id >> 40, count(*) FROM rows
            WHERE epoch < 0 OR attempts < 0 OR sends < 0 OR entries < 0 OR crashes < 0 OR state NOT BETWEEN 0 AND 6 GROUP BY 1
            """),
        new("rows that succeeded and have no answer", """
            SELECT id >> 40, count(*) FROM rows
            WHERE state = 3 AND NOT EXISTS (SELECT 1 FROM answers WHERE answers.id = coalesce(leader, rows.id)) GROUP BY 1
            """, Mending.SendAgain),
        new("answers of rows that did not succeed", """
            SELECT id >> 40, count(*) FROM answers WHERE NOT EXISTS (SELECT 1 FROM rows WHERE rows.id = answers.id AND state = 3) GROUP BY 1
            """, Mending.KeepAnswers),
        new("rows that failed or expired without a reason, or have one and did not", """
            SELECT id >> 40, count(*) FROM rows WHERE (state IN (4, 6)) <> (error_code IS NOT NULL) GROUP BY 1
            """, Mending.GiveReasons),
        new("rows that are not where the row is that they follow", """
            SELECT f.id >> 40, count(*) FROM rows AS f LEFT JOIN rows AS l ON l.id = f.leader
            WHERE f.leader IS NOT NULL
                AND (l.id IS NULL OR l.id >> 40 <> f.id >> 40 OR l.leader IS NOT NULL
                    OR f.state <> CASE WHEN l.state >= 3 THEN l.state ELSE 0 END)
            GROUP BY 1
            """, Mending.FollowLeaders),
        new("rows whose ledger entries are not counted as they are", """
            SELECT id >> 40, count(*) FROM rows WHERE entries <> (SELECT count(*) FROM attempts WHERE row = rows.id) GROUP BY 1
            """, Mending.CountEntries),
        new("requests that are not those of its rows", """
            SELECT row >> 40, count(*) FROM requests WHERE hash IS NOT (SELECT inputs.hash FROM inputs WHERE id = row) GROUP BY 1
            """, Mending.ForgetRequests),
        new("answers that later jobs cannot find", """
            SELECT rows.id >> 40, count(*) FROM rows CROSS JOIN inputs ON inputs.id = rows.id
            WHERE state = 3 AND leader IS NULL AND hash IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM requests WHERE requests.hash = inputs.hash AND row = rows.id)
            GROUP BY 1
            """, Mending.EnterRequests),
        new("rows whose followers are not counted as they are", """
            SELECT id >> 40, count(*) FROM rows WHERE followers <> (SELECT count(*) FROM rows AS f WHERE f.leader = rows.id) GROUP BY 1
            """, Mending.CountFollowers),
        new("states whose count is not that of the rows", """
            SELECT job, (pending <> p) + (claimed <> c) + (sent <> s)
                + (succeeded <> ok) + (failed <> f) + (cancelled <> x) + (expired <> e) AS wrong
            FROM progress JOIN (
                SELECT progress.job AS counted,
                    total(rows.state = 0) AS p, total(rows.state = 1) AS c, total(rows.state = 2) AS s, total(rows.state = 3) AS ok,
                    total(rows.state = 4) AS f, total(rows.state = 5) AS x, total(rows.state = 6) AS e
                FROM progress LEFT JOIN rows ON id >= progress.job << 40 AND id < (progress.job + 1) << 40
                GROUP BY progress.job) ON counted = job
            WHERE wrong > 0
            """, Mending.CountStates),
        new("sums of attempts, tokens or cost that are not those of the ledger", """
            SELECT job, (attempts <> n) + (retries <> r) + (input_tokens <> i) + (output_tokens <> o) + (cached_tokens <> k)
                + (reasoning_tokens <> g) + (cache_write_tokens <> w) + (hour_cache_write_tokens <> h) + (cost <> c) + (unpriced <> u)
                + (possible <> b) AS wrong
            FROM progress JOIN (
                SELECT progress.job AS counted, count(a.n) AS n, total(a.n > 1) AS r,
                    total(a.input_tokens) AS i, total(a.output_tokens) AS o,
                    total(a.cached_tokens) AS k, total(a.reasoning_tokens) AS g,
                    total(a.cache_write_tokens) AS w, total(a.hour_cache_write_tokens) AS h, coalesce(sum(a.cost), 0) AS c,
                    total(a.input_tokens IS NOT NULL AND a.cost IS NULL) AS u, coalesce(sum(a.possible), 0) AS b
                FROM progress LEFT JOIN attempts AS a ON a.row >= progress.job << 40 AND a.row < (progress.job + 1) << 40
                GROUP BY progress.job) ON counted = job
            WHERE wrong > 0
            """, Mending.SumLedger),
        new("money set aside for rows that are not sent", "SELECT id >> 40, count(*) FROM rows WHERE state <> 2 AND reserved <> 0 GROUP BY 1", Mending.FreeReserved),
        new("money set aside that is not that of its rows", """
            SELECT job, 1 FROM progress
            WHERE reserved <> (SELECT coalesce(sum(rows.reserved), 0) FROM rows WHERE id >= job << 40 AND id < (job + 1) << 40)
            """, Mending.SumReserved),
        new("sums by day that are not those of the ledger", """
            SELECT progress.job, 1 FROM progress LEFT JOIN (
                SELECT job AS spender, sum(attempts) AS n, sum(cost) AS c, sum(possible) AS b, sum(input_tokens + output_tokens) AS t
                FROM spending WHERE mode < 2 GROUP BY job) ON spender = progress.job
            WHERE attempts <> coalesce(n, 0) OR cost <> coalesce(c, 0) OR possible <> coalesce(b, 0) OR input_tokens + output_tokens <> coalesce(t, 0)
            """, Mending.SumDays),
        new("spending that is nobody's", "SELECT id, 1 FROM jobs WHERE NOT EXISTS (SELECT 1 FROM payers WHERE payers.job = jobs.id)", Mending.NamePayers),
        new("ends that its rows do not bear out", """
            SELECT job, 1 FROM progress
            WHERE (pending + claimed + sent = 0 AND state IN (1, 2)) OR (pending + claimed + sent > 0 AND finished_at IS NOT NULL)
                OR (state = 3 AND finished_at IS NULL) OR (state = 4 AND claimed > 0)
            """, Mending.EndJobs),
    ];
}
