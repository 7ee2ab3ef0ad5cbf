namespace Nightshift.Simulator.Accounting;

/// <summary>
/// What the simulator accepted, when, and what it would bill: the oracle that a client's own books are held against.
/// A call is written down when its fate is decided, before its latency, so that it is there even when the client dies waiting.
/// </summary>
/// <remarks>Safe to read from any thread while the simulator runs.</remarks>
public sealed class Ledger
{
    private readonly Lock _lock = new();
    private readonly CallLog _log;
    private readonly Vocabulary _words = new();
    private readonly SortedDictionary<int, long> _statuses = [];
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private long _accepted;
    private long _executed;
    private long _abandoned;
    private long _inputTokens;
    private long _outputTokens;
    private decimal _usd;
    private long _redirects;
    private long _redirectsWithKey;
    private long _badCertificatesTaken;
    private int _inFlight;
    private int _maxInFlight;

    internal Ledger(int calls) => _log = new(calls);

    /// <summary>Files and batches.</summary>
    internal BatchBooks Books { get; } = new();

    /// <summary>The batches that were made, oldest first, as they are now: those that are over are answered and billed.</summary>
    public IReadOnlyList<LedgerBatch> Batches() => Books.Batches();

    /// <summary>The files there were, oldest first: uploads and results.</summary>
    public IReadOnlyList<LedgerFile> Files() => Books.Files();

    /// <summary>How often each custom_id was answered in batches, and so billed; the ids are read from the inputs again.</summary>
    public IReadOnlyDictionary<string, int> ExecutedLines() => Books.ExecutedLines();

    /// <summary>How many batches hold rows whose custom_id begins alike.</summary>
    /// <param name="length">How many characters of the first row's custom_id count.</param>
    public IReadOnlyDictionary<string, int> BatchesByPrefix(int length) => Books.Batches()
        .Where(batch => batch.FirstCustomId is not null)
        .GroupBy(batch => batch.FirstCustomId![..Math.Min(length, batch.FirstCustomId!.Length)], StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    /// <summary>How many batches were made of each input file.</summary>
    public IReadOnlyDictionary<string, int> BatchesByInputFile() => Books.Batches()
        .Where(batch => batch.InputFileId is not null)
        .GroupBy(batch => batch.InputFileId!, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    /// <summary>The sums of everything since the start or the last <see cref="Clear"/>.</summary>
    public LedgerTotals Totals
    {
        get
        {
            var batches = Books.Totals();
            lock (_lock)
            {
                return new()
                {
                    Batches = batches,
                    Arrived = _log.Count,
                    Accepted = _accepted,
                    Executed = _executed,
                    Abandoned = _abandoned,
                    InputTokens = _inputTokens,
                    OutputTokens = _outputTokens,
                    Usd = _usd,
                    InFlight = _inFlight,
                    MaxInFlight = _maxInFlight,
                    RedirectsFollowed = _redirects,
                    RedirectsWithKey = _redirectsWithKey,
                    BadCertificatesTaken = _badCertificatesTaken,
                    Statuses = new Dictionary<int, long>(_statuses),
                    Faults = new Dictionary<string, long>(_faults, StringComparer.Ordinal),
                };
            }
        }
    }

    /// <summary>How many of the oldest calls are no longer listed.</summary>
    public long CallsDropped
    {
        get
        {
            lock (_lock)
                return _log.Dropped;
        }
    }

    /// <summary>The calls there are now, oldest first; calls that come while it is read are not part of it.</summary>
    public IEnumerable<LedgerCall> Calls()
    {
        CallEntry[][] chunks;
        long n;
        long left;
        lock (_lock)
            (chunks, n, left) = _log.Snapshot();
        foreach (var chunk in chunks)
        {
            for (var i = 0; i < chunk.Length && left > 0; i++, left--, n++)
                yield return Describe(n, chunk[i]);
        }
    }

    /// <summary>Forgets everything but the calls in flight.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _log.Clear();
            _statuses.Clear();
            _faults.Clear();
            Books.Clear();
            _usd = 0;
            (_accepted, _executed, _abandoned, _inputTokens, _outputTokens) = (0, 0, 0, 0, 0);
            (_redirects, _redirectsWithKey, _badCertificatesTaken, _maxInFlight) = (0, 0, 0, _inFlight);
        }
    }

    internal int Enter()
    {
        lock (_lock)
        {
            _maxInFlight = Math.Max(_maxInFlight, ++_inFlight);
            return _inFlight;
        }
    }

    internal void Leave(bool abandoned)
    {
        lock (_lock)
        {
            _inFlight--;
            _abandoned += abandoned ? 1 : 0;
        }
    }

    internal void Redirected(bool withKey)
    {
        lock (_lock)
        {
            _redirects++;
            _redirectsWithKey += withKey ? 1 : 0;
        }
    }

    internal void ShowsCertificate(string fault)
    {
        lock (_lock)
            _faults[fault] = _faults.GetValueOrDefault(fault) + 1;
    }

    internal void CertificateIsTaken()
    {
        lock (_lock)
            _badCertificatesTaken++;
    }

    internal void Write(in CallFate fate)
    {
        var prompt = default(Sha256);
        fate.Prompt.CopyTo(prompt);
        var entry = new CallEntry
        {
            Prompt = prompt,
            Arrival = fate.Arrival,
            InFlight = fate.InFlight,
            Status = (ushort)fate.Status,
            InputTokens = fate.Executed ? fate.InputTokens : 0,
            OutputTokens = fate.Executed ? fate.OutputTokens : 0,
            CachedTokens = fate.Executed ? fate.CachedTokens : 0,
            HasPrompt = !fate.Prompt.IsEmpty,
            HalfPrice = fate.HalfPrice,
        };
        lock (_lock)
        {
            _log.Add(entry with { Model = _words.NumberOf(fate.Model), Faults = _words.NumberOf(fate.Faults.Joined) });
            _accepted += fate.Accepted ? 1 : 0;
            _executed += fate.Executed ? 1 : 0;
            _inputTokens += entry.InputTokens;
            _outputTokens += entry.OutputTokens;
            _usd += Price(entry);
            _statuses[fate.Status] = _statuses.GetValueOrDefault(fate.Status) + 1;
            foreach (var fault in fate.Faults.Names)
                _faults[fault] = _faults.GetValueOrDefault(fault) + 1;
        }
    }

    internal void CountFault(string name)
    {
        lock (_lock)
            _faults[name] = _faults.GetValueOrDefault(name) + 1;
    }

    private static decimal Price(in CallEntry entry) =>
        entry.HalfPrice ? SimulatedPrice.Batched(entry.InputTokens, entry.OutputTokens, entry.CachedTokens) : SimulatedPrice.Of(entry.InputTokens, entry.OutputTokens, entry.CachedTokens);

    private LedgerCall Describe(long n, in CallEntry entry)
    {
        string? model;
        string? faults;
        lock (_lock)
            (model, faults) = (_words[entry.Model], _words[entry.Faults]);
        var prompt = entry.Prompt;
        return new(n, entry.Arrival, entry.HasPrompt ? Convert.ToHexStringLower(prompt) : null, model, entry.InputTokens, entry.OutputTokens,
            Price(entry), entry.Status, faults, entry.InFlight);
    }
}
