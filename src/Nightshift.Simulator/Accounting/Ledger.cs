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
    private long _redirects;
    private long _redirectsWithKey;
    private long _badCertificatesTaken;
    private int _inFlight;
    private int _maxInFlight;

    internal Ledger(int calls) => _log = new(calls);

    /// <summary>The sums of everything since the start or the last <see cref="Clear"/>.</summary>
    public LedgerTotals Totals
    {
        get
        {
            lock (_lock)
            {
                return new()
                {
                    Arrived = _log.Count,
                    Accepted = _accepted,
                    Executed = _executed,
                    Abandoned = _abandoned,
                    InputTokens = _inputTokens,
                    OutputTokens = _outputTokens,
                    Usd = SimulatedPrice.Of(_inputTokens, _outputTokens),
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
            HasPrompt = !fate.Prompt.IsEmpty,
        };
        lock (_lock)
        {
            _log.Add(entry with { Model = _words.NumberOf(fate.Model), Faults = _words.NumberOf(fate.Faults.Joined) });
            _accepted += fate.Accepted ? 1 : 0;
            _executed += fate.Executed ? 1 : 0;
            _inputTokens += entry.InputTokens;
            _outputTokens += entry.OutputTokens;
            _statuses[fate.Status] = _statuses.GetValueOrDefault(fate.Status) + 1;
            foreach (var fault in fate.Faults.Names)
                _faults[fault] = _faults.GetValueOrDefault(fault) + 1;
        }
    }

    private LedgerCall Describe(long n, in CallEntry entry)
    {
        string? model;
        string? faults;
        lock (_lock)
            (model, faults) = (_words[entry.Model], _words[entry.Faults]);
        var prompt = entry.Prompt;
        return new(n, entry.Arrival, entry.HasPrompt ? Convert.ToHexStringLower(prompt) : null, model, entry.InputTokens, entry.OutputTokens,
            SimulatedPrice.Of(entry.InputTokens, entry.OutputTokens), entry.Status, faults, entry.InFlight);
    }
}
