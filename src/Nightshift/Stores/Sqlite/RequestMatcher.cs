using System.Runtime.InteropServices;
using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

/// <summary>
/// Finds the rows of a job whose request came before, in the job itself or in another one that has its answer, and enters the others
/// where later jobs look. Part by part, each sorted, so that the index grows from one end to the other.
/// </summary>
internal sealed class RequestMatcher(Database database, Tally tally, JobId job, bool useCache)
{
    private const string SelectAnswered = """
        SELECT row FROM requests CROSS JOIN rows ON id = row WHERE requests.hash = ?1 AND state = 3 ORDER BY row DESC LIMIT 1
        """;

    private readonly HashParts _parts = new(database, job);
    private readonly MatchedRows _matched = new(database, tally, job);
    private readonly Dictionary<RequestHash, First> _firsts = [];
    private readonly bool _mayBeAnswered = useCache && database.Scalar("SELECT 1 FROM progress WHERE succeeded > 0") is not null;

    public void Run()
    {
        for (var part = 0; part < HashParts.Count; part++)
        {
            foreach (var (hash, row) in _parts.Read(part))
                Match(hash, row);
            Enter();
        }

        _matched.Apply();
        _parts.Clear();
    }

    private void Match(RequestHash hash, long row)
    {
        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_firsts, hash, out var isKnown);
        if (!isKnown)
        {
            first = new First(row, _mayBeAnswered ? FindAnswer(database, hash) : null, Followers: 0);
            return;
        }

        first = first with { Followers = first.Followers + 1 };
        _matched.Add(new(row, first.State, AnswerMode.Duplicate, Leader: first.Row) { Spares = first.AnswerFrom });
    }

    private void Enter()
    {
        Span<byte> stored = stackalloc byte[RequestHash.Size];
        var hashes = new UInt128[_firsts.Count];
        var firsts = new First[_firsts.Count];
        foreach (var (at, (hash, first)) in _firsts.Index())
            (hashes[at], firsts[at]) = (hash.Value, first);
        Array.Sort(hashes, firsts);
        foreach (var (at, first) in firsts.Index())
        {
            new RequestHash(hashes[at]).WriteTo(stored);
            using var insert = database.Use("INSERT INTO requests (hash, row) VALUES (?1, ?2)");
            insert.Bind(1, stored).Bind(2, first.Row).RunOne();
            if (first.AnswerFrom is { } source)
                _matched.Add(new(first.Row, first.State, AnswerMode.Cache, Followers: first.Followers, AnswerFrom: source));
            else if (first.Followers > 0)
                _matched.Add(new(first.Row, first.State, AnswerMode.Live, Followers: first.Followers));
        }

        _firsts.Clear();
    }

    /// <summary>The row that has a request's answer; null when none has.</summary>
    public static long? FindAnswer(Database database, RequestHash hash)
    {
        Span<byte> stored = stackalloc byte[RequestHash.Size];
        hash.WriteTo(stored);
        using var select = database.Use(SelectAnswered).Bind(1, stored);
        return select.Step() ? select.Int64(0) : null;
    }

    /// <summary>The first row of a request in the job.</summary>
    private readonly record struct First(long Row, long? AnswerFrom, long Followers)
    {
        public RowState State => AnswerFrom is null ? RowState.Pending : RowState.Succeeded;
    }
}
