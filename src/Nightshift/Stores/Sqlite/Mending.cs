namespace Nightshift.Stores.Sqlite;

/// <summary>What mends a store that does not hold its invariants: everything that is counted is counted again, and no paid answer is given up.</summary>
internal static class Mending
{
    public const string LeaveBatches = """
        UPDATE rows SET batch = NULL
        WHERE batch IS NOT NULL AND state = 2
            AND NOT EXISTS (SELECT 1 FROM batches WHERE batches.id = rows.batch AND batches.job = rows.id >> 40 AND batches.state < 8)
        """;

    /// <summary>An answer that is gone has to be asked for again; what follows the row waits with it.</summary>
    public const string SendAgain = """
        UPDATE rows SET state = 0, not_before = 0
        WHERE state = 3 AND NOT EXISTS (SELECT 1 FROM answers WHERE answers.id = coalesce(leader, rows.id))
        """;

    /// <summary>An answer that is there was paid for: its row has succeeded, whatever the row says.</summary>
    public const string KeepAnswers = """
        DELETE FROM answers WHERE NOT EXISTS (SELECT 1 FROM rows WHERE rows.id = answers.id);
        UPDATE rows SET state = 3, error_code = NULL, error = NULL
        WHERE state <> 3 AND EXISTS (SELECT 1 FROM answers WHERE answers.id = rows.id)
        """;

    public const string GiveReasons = """
        UPDATE rows SET error_code = NULL, error = NULL WHERE state NOT IN (4, 6) AND error_code IS NOT NULL;
        UPDATE rows SET error_code = CASE state WHEN 6 THEN 'expired' ELSE 'unknown' END, error = 'the reason was lost'
        WHERE state IN (4, 6) AND error_code IS NULL
        """;

    /// <summary>A row whose leader is not one is sent by itself, unless it has ended.</summary>
    public const string FollowLeaders = """
        UPDATE rows SET leader = NULL, state = CASE WHEN state IN (4, 6) THEN state ELSE 0 END
        WHERE leader IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM rows AS l WHERE l.id = rows.leader AND l.id >> 40 = rows.id >> 40 AND l.leader IS NULL);
        UPDATE rows SET (state, error_code, error) = (
            SELECT CASE WHEN l.state >= 3 THEN l.state ELSE 0 END, l.error_code, l.error FROM rows AS l WHERE l.id = rows.leader)
        WHERE leader IS NOT NULL
        """;

    public const string CountEntries = "UPDATE rows SET entries = (SELECT count(*) FROM attempts WHERE row = rows.id)";

    public const string ForgetRequests = "DELETE FROM requests WHERE hash IS NOT (SELECT inputs.hash FROM inputs WHERE id = row)";

    public const string EnterRequests = """
        INSERT OR IGNORE INTO requests
        SELECT hash, rows.id FROM rows CROSS JOIN inputs ON inputs.id = rows.id WHERE state = 3 AND leader IS NULL AND hash IS NOT NULL
        """;

    public const string CountFollowers = "UPDATE rows SET followers = (SELECT count(*) FROM rows AS f WHERE f.leader = rows.id)";

    public const string CountStates = """
        UPDATE progress SET (pending, claimed, sent, succeeded, failed, cancelled, expired) = (
            SELECT coalesce(sum(state = 0), 0), coalesce(sum(state = 1), 0), coalesce(sum(state = 2), 0), coalesce(sum(state = 3), 0),
                coalesce(sum(state = 4), 0), coalesce(sum(state = 5), 0), coalesce(sum(state = 6), 0)
            FROM rows WHERE id >= job << 40 AND id < (job + 1) << 40)
        """;

    public const string SumLedger = """
        UPDATE progress SET (attempts, retries, input_tokens, output_tokens, cached_tokens, reasoning_tokens,
                cache_write_tokens, hour_cache_write_tokens, cost, unpriced, possible) = (
            SELECT count(n), coalesce(sum(n > 1), 0), coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),
                coalesce(sum(cached_tokens), 0), coalesce(sum(reasoning_tokens), 0),
                coalesce(sum(cache_write_tokens), 0), coalesce(sum(hour_cache_write_tokens), 0), coalesce(sum(cost), 0),
                coalesce(sum(input_tokens IS NOT NULL AND cost IS NULL), 0), coalesce(sum(possible), 0)
            FROM attempts WHERE row >= job << 40 AND row < (job + 1) << 40)
        """;

    /// <summary>Nothing is set aside for what is not under way.</summary>
    public const string FreeReserved = "UPDATE rows SET reserved = 0 WHERE state <> 2 AND reserved <> 0";

    public const string SumReserved = """
        UPDATE progress SET reserved = (SELECT coalesce(sum(reserved), 0) FROM rows WHERE id >= job << 40 AND id < (job + 1) << 40)
        """;

    /// <summary>By the days on which the attempts ended; rows that were spared a payment leave no attempt, and are not known any more.</summary>
    public const string SumDays = """
        DELETE FROM spending WHERE mode < 2 AND job IN (SELECT job FROM progress);
        INSERT INTO spending
        SELECT row >> 40, 719162 + (started_at + duration_ms) / 86400000, coalesce(model, ''), mode, count(*), count(*) FILTER (WHERE is_answer),
            coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), coalesce(sum(cached_tokens), 0), coalesce(sum(reasoning_tokens), 0),
            coalesce(sum(cache_write_tokens), 0), coalesce(sum(hour_cache_write_tokens), 0), coalesce(sum(cost), 0), coalesce(sum(live), 0),
            coalesce(sum(cost) FILTER (WHERE NOT is_answer), 0), coalesce(sum(possible), 0), sum(uncertain), coalesce(sum(input_tokens IS NOT NULL AND cost IS NULL), 0)
        FROM (SELECT *, coalesce(live_cost, cost) AS live, result < 2 AND outcome = 'answered' AND EXISTS (SELECT 1 FROM answers WHERE answers.id = row) AS is_answer
            FROM attempts WHERE row >> 40 IN (SELECT job FROM progress))
        GROUP BY 1, 2, 3, 4
        """;

    public const string NamePayers = """
        INSERT OR IGNORE INTO payers SELECT id, name, coalesce(substr(called, 1, instr(called, '/') - 1), ''), coalesce(substr(called, instr(called, '/') + 1), ''), '[]'
        FROM (SELECT id, name, json_extract(CASE WHEN json_valid(spec) THEN spec END, '$.task.model') AS called FROM jobs)
        """;

    public const string EndJobs = """
        UPDATE progress SET state = 3 WHERE pending + claimed + sent = 0 AND state IN (1, 2);
        UPDATE progress SET state = CASE state WHEN 3 THEN 1 ELSE state END, finished_at = NULL WHERE pending + claimed + sent > 0;
        UPDATE progress SET finished_at = (
            SELECT coalesce(max(started_at + duration_ms), 0) FROM attempts WHERE row >= job << 40 AND row < (job + 1) << 40)
        WHERE state = 3 AND finished_at IS NULL
        """;
}
