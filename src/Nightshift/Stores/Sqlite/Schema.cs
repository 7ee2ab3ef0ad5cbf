namespace Nightshift.Stores.Sqlite;

/// <summary>
/// The tables, as a list of forward migrations: <c>PRAGMA user_version</c> counts those that were made, each in a transaction.
/// A released migration never changes; a new one is added at the end.
/// </summary>
/// <remarks>
/// Ids of rows are <see cref="Model.RowId.Packed"/>: <c>id &gt;&gt; 40</c> is the job. Times are milliseconds since 1970, money is in
/// picodollars, so that prices per million tokens add up exactly. What changes with every row (<c>rows</c>, <c>progress</c>) is apart from
/// what is large and written once (<c>inputs</c>, <c>answers</c>, <c>jobs</c>). Rows that come in are appended, and no index has them but
/// that of the users' ids: <c>requests</c> gets them sorted, when all are there. No index covers a row that waits for its first claim: a
/// claim walks the primary key from where the last one ended.
/// </remarks>
internal static class Schema
{
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE jobs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            spec TEXT NOT NULL,
            columns TEXT NOT NULL DEFAULT '[]');

        CREATE TABLE progress (
            job INTEGER PRIMARY KEY,
            state INTEGER NOT NULL DEFAULT 0,
            reason TEXT,
            records_read INTEGER NOT NULL DEFAULT 0,
            finished_at INTEGER,
            pending INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
            claimed INTEGER NOT NULL DEFAULT 0 CHECK (claimed >= 0),
            sent INTEGER NOT NULL DEFAULT 0 CHECK (sent >= 0),
            succeeded INTEGER NOT NULL DEFAULT 0 CHECK (succeeded >= 0),
            failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
            cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled >= 0),
            expired INTEGER NOT NULL DEFAULT 0 CHECK (expired >= 0),
            attempts INTEGER NOT NULL DEFAULT 0,
            retries INTEGER NOT NULL DEFAULT 0,
            input_tokens INTEGER NOT NULL DEFAULT 0,
            output_tokens INTEGER NOT NULL DEFAULT 0,
            cached_tokens INTEGER NOT NULL DEFAULT 0,
            reasoning_tokens INTEGER NOT NULL DEFAULT 0,
            cost INTEGER NOT NULL DEFAULT 0,
            unpriced INTEGER NOT NULL DEFAULT 0);

        CREATE TABLE inputs (
            id INTEGER PRIMARY KEY,
            line INTEGER NOT NULL,
            user_id TEXT,
            hash BLOB,
            record BLOB NOT NULL);
        CREATE UNIQUE INDEX inputs_user_id ON inputs (id >> 40, user_id) WHERE user_id IS NOT NULL;

        -- leader: the first row of the job with the same request; NULL for that row itself. cost: NULL when some usage has no price.
        CREATE TABLE rows (
            id INTEGER PRIMARY KEY,
            state INTEGER NOT NULL DEFAULT 0,
            epoch INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            sends INTEGER NOT NULL DEFAULT 0,
            entries INTEGER NOT NULL DEFAULT 0,
            crashes INTEGER NOT NULL DEFAULT 0,
            not_before INTEGER NOT NULL DEFAULT 0,
            leader INTEGER,
            followers INTEGER NOT NULL DEFAULT 0,
            max_tokens INTEGER,
            mode INTEGER NOT NULL DEFAULT 0,
            error_code TEXT,
            error TEXT,
            input_tokens INTEGER NOT NULL DEFAULT 0,
            output_tokens INTEGER NOT NULL DEFAULT 0,
            cached_tokens INTEGER NOT NULL DEFAULT 0,
            reasoning_tokens INTEGER NOT NULL DEFAULT 0,
            cost INTEGER DEFAULT 0);
        CREATE INDEX rows_waiting ON rows (id >> 40, not_before) WHERE state = 0 AND not_before > 0 AND leader IS NULL;
        CREATE INDEX rows_leader ON rows (leader) WHERE leader IS NOT NULL;

        -- The first row of each request, of jobs that are taken in: where later jobs look for an answer.
        CREATE TABLE requests (hash BLOB NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (hash, row)) WITHOUT ROWID;

        -- Hashes of jobs that are being taken in (HashParts): part of the chunk that begins with row first.
        CREATE TABLE unsealed (first INTEGER NOT NULL, part INTEGER NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (first, part));

        -- Of rows that succeeded; a follower reads its leader's.
        CREATE TABLE answers (
            id INTEGER PRIMARY KEY,
            output TEXT NOT NULL,
            model TEXT,
            body BLOB NOT NULL);

        -- The ledger: attempt n of a row, and what became of it (result: a SettleResult).
        CREATE TABLE attempts (
            row INTEGER NOT NULL,
            n INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            result INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            status INTEGER,
            request_id TEXT,
            started_at INTEGER NOT NULL,
            duration_ms INTEGER NOT NULL,
            mode INTEGER NOT NULL,
            input_tokens INTEGER,
            output_tokens INTEGER,
            cached_tokens INTEGER,
            reasoning_tokens INTEGER,
            cost INTEGER,
            PRIMARY KEY (row, n)) WITHOUT ROWID;

        -- Jobs that are gone and whose rows are still being deleted.
        CREATE TABLE removals (job INTEGER PRIMARY KEY);
        """,
        """
        -- batch: the one that the row was sent in last; NULL when it was sent live. returns: how often it came back from one without a line.
        ALTER TABLE rows ADD COLUMN batch INTEGER;
        ALTER TABLE rows ADD COLUMN returns INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX rows_batch ON rows (batch) WHERE batch IS NOT NULL;

        CREATE TABLE batches (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            job INTEGER NOT NULL,
            submission TEXT NOT NULL UNIQUE,
            account TEXT NOT NULL,
            model TEXT NOT NULL,
            rows INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            tokens INTEGER NOT NULL,
            sealed_at INTEGER NOT NULL,
            state INTEGER NOT NULL DEFAULT 0,
            input_file TEXT,
            create_intended_at INTEGER,
            remote_id TEXT,
            submitted_at INTEGER,
            remote_status TEXT,
            remote_done INTEGER NOT NULL DEFAULT 0,
            expires_at INTEGER,
            next_step_at INTEGER,
            results TEXT NOT NULL DEFAULT '[]',
            tries INTEGER NOT NULL DEFAULT 0,
            cancel_asked INTEGER NOT NULL DEFAULT 0,
            fault_code TEXT,
            fault TEXT,
            ended_at INTEGER);

        CREATE TABLE anomalies (
            batch INTEGER NOT NULL,
            source TEXT NOT NULL,
            line INTEGER NOT NULL,
            kind TEXT NOT NULL,
            detail TEXT NOT NULL,
            PRIMARY KEY (batch, source, line, kind)) WITHOUT ROWID;
        """,
        """
        -- Parts of the input tokens that have a price of their own, and the class of service that the provider says it billed by.
        ALTER TABLE progress ADD COLUMN cache_write_tokens INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE progress ADD COLUMN hour_cache_write_tokens INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE rows ADD COLUMN cache_write_tokens INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE rows ADD COLUMN hour_cache_write_tokens INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE attempts ADD COLUMN cache_write_tokens INTEGER;
        ALTER TABLE attempts ADD COLUMN hour_cache_write_tokens INTEGER;
        ALTER TABLE attempts ADD COLUMN service_tier TEXT;
        """,
        """
        -- reserved: set aside for what is sent. possible: may have been charged for attempts whose end nobody knows.
        ALTER TABLE rows ADD COLUMN reserved INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE progress ADD COLUMN reserved INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE progress ADD COLUMN possible INTEGER NOT NULL DEFAULT 0;
        -- What a live call for the answer would have cost: rows that take the answer have been spared as much.
        ALTER TABLE answers ADD COLUMN worth INTEGER;
        -- model: NULL for the job's own.
        ALTER TABLE attempts ADD COLUMN model TEXT;
        ALTER TABLE attempts ADD COLUMN live_cost INTEGER;
        ALTER TABLE attempts ADD COLUMN uncertain INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE attempts ADD COLUMN possible INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE attempts ADD COLUMN batch INTEGER;
        UPDATE attempts SET live_cost = cost;

        -- Who spent, and what: both stay when the job is removed. day: DateOnly.DayNumber, of UTC. model: '' for the payer's own.
        CREATE TABLE payers (
            job INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            provider TEXT NOT NULL,
            model TEXT NOT NULL,
            tags TEXT NOT NULL DEFAULT '[]');
        CREATE TABLE spending (
            job INTEGER NOT NULL,
            day INTEGER NOT NULL,
            model TEXT NOT NULL,
            mode INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            answers INTEGER NOT NULL,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            cached_tokens INTEGER NOT NULL,
            reasoning_tokens INTEGER NOT NULL,
            cache_write_tokens INTEGER NOT NULL,
            hour_cache_write_tokens INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            live_cost INTEGER NOT NULL,
            wasted INTEGER NOT NULL,
            possible INTEGER NOT NULL,
            uncertain INTEGER NOT NULL,
            unpriced INTEGER NOT NULL,
            PRIMARY KEY (job, day, model, mode)) WITHOUT ROWID;
        CREATE INDEX spending_day ON spending (day);

        INSERT INTO payers
        SELECT id, name, coalesce(substr(called, 1, instr(called, '/') - 1), ''), coalesce(substr(called, instr(called, '/') + 1), ''), '[]'
        FROM (SELECT id, name, json_extract(CASE WHEN json_valid(spec) THEN spec END, '$.task.model') AS called FROM jobs);
        INSERT INTO spending
        SELECT row >> 40, 719162 + (started_at + duration_ms) / 86400000, '', mode, count(*), 0,
            coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), coalesce(sum(cached_tokens), 0), coalesce(sum(reasoning_tokens), 0),
            coalesce(sum(cache_write_tokens), 0), coalesce(sum(hour_cache_write_tokens), 0), coalesce(sum(cost), 0), coalesce(sum(cost), 0), 0, 0, 0,
            coalesce(sum(input_tokens IS NOT NULL AND cost IS NULL), 0)
        FROM attempts GROUP BY 1, 2, 4;
        """,
        """
        CREATE TABLE schedules (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            cron TEXT NOT NULL,
            time_zone TEXT NOT NULL,
            missed INTEGER NOT NULL,
            arguments TEXT NOT NULL,
            folder TEXT NOT NULL,
            created_at INTEGER NOT NULL);

        CREATE TABLE scheduled_runs (
            schedule INTEGER NOT NULL,
            planned_at INTEGER NOT NULL,
            by_hand INTEGER NOT NULL,
            claimed_at INTEGER NOT NULL,
            state INTEGER NOT NULL,
            job INTEGER,
            spent_before INTEGER NOT NULL DEFAULT 0,
            ended_at INTEGER,
            exit_code INTEGER,
            reason TEXT,
            rows INTEGER,
            failed INTEGER,
            cost INTEGER,
            PRIMARY KEY (schedule, planned_at)) WITHOUT ROWID;
        CREATE UNIQUE INDEX scheduled_runs_open ON scheduled_runs (schedule) WHERE state = 0;
        """,
        """
        CREATE TABLE alert_watch (since INTEGER NOT NULL);
        CREATE TABLE alerts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind INTEGER NOT NULL,
            subject TEXT NOT NULL,
            message_id TEXT NOT NULL,
            raised_at INTEGER NOT NULL,
            headline TEXT NOT NULL,
            lines TEXT NOT NULL,
            data TEXT NOT NULL,
            UNIQUE (kind, subject));
        CREATE TABLE deliveries (
            alert INTEGER NOT NULL,
            receiver TEXT NOT NULL,
            state INTEGER NOT NULL DEFAULT 0,
            tries INTEGER NOT NULL DEFAULT 0,
            next_at INTEGER NOT NULL,
            last_error TEXT,
            ended_at INTEGER,
            PRIMARY KEY (alert, receiver)) WITHOUT ROWID;
        CREATE INDEX deliveries_waiting ON deliveries (next_at) WHERE state = 0;
        """,
        """
        -- lanes_out: a JSON array, NULL for an empty one.
        ALTER TABLE progress ADD COLUMN route TEXT;
        ALTER TABLE progress ADD COLUMN lanes_out TEXT;

        ALTER TABLE batches ADD COLUMN recalled_at INTEGER;

        -- Rows that left a batch before it had ended, with the epoch under which they were in it, until their line comes or the batch is closed.
        CREATE TABLE left_rows (batch INTEGER NOT NULL, row INTEGER NOT NULL, epoch INTEGER NOT NULL, PRIMARY KEY (batch, row)) WITHOUT ROWID;
        """,
    ];

    /// <summary>Brings the database to the schema of this version.</summary>
    /// <exception cref="StoreException">It has a newer one.</exception>
    public static void Migrate(Database database, string folder)
    {
        for (var version = ReadVersion(database, folder); version < Migrations.Length; version++)
            database.Execute($"BEGIN IMMEDIATE; {Migrations[version]} PRAGMA user_version = {version + 1}; COMMIT");
    }

    /// <summary>Refuses a database that is not of this version's schema, for readers that may not migrate it.</summary>
    /// <exception cref="StoreException">Its schema is newer or older.</exception>
    public static void Verify(Database database, string folder)
    {
        var version = ReadVersion(database, folder);
        if (version == 0)
            throw new StoreException($"there are no jobs in {folder} yet, its first start was cut short: `nightshift run` begins anew");
        if (version < Migrations.Length)
            throw new StoreException($"the store in {folder} was made by an older Nightshift: `nightshift work` brings it up to date");
    }

    private static int ReadVersion(Database database, string folder)
    {
        var version = (int)database.Scalar("PRAGMA user_version")!.Value;
        return version <= Migrations.Length
            ? version
            : throw new StoreException($"the store in {folder} was made by a newer Nightshift: update, or name another folder with --home");
    }
}
