namespace Nightshift.Limits;

/// <summary>
/// The state around <see cref="ConcurrencyPolicy"/>: measures in rounds, one limit each. A round waits for the first answer to a request
/// of its own, because those before it tell of the level before, and then counts the answers of whole round trips.
/// </summary>
/// <remarks>Not thread-safe: its owner locks.</remarks>
internal sealed class ConcurrencySearch
{
    private const int FewestAnswers = 8;

    // Shorter than this, a round of a fast server sees our own pauses (a commit, a collection) and not the server.
    private static readonly TimeSpan ShortestRound = TimeSpan.FromMilliseconds(250);

    private const int RoundTrips = 2;
    private const int RoundsAtThePeak = 6;

    private readonly int _cap;
    private readonly bool _seeksKnee;
    private bool _slowStart;
    private int? _ceiling;
    private int _overloadsFrom;
    private int _roundsToStay;
    private bool _wantsMore;
    private bool _heldBack;
    private Level? _reference;
    private TimeSpan? _measuredFrom;
    private int _answers;
    private int _answersUnderPressure;

    /// <summary>Starts a search.</summary>
    /// <param name="initial">The limit at the start.</param>
    /// <param name="cap">The largest limit.</param>
    /// <param name="seeksKnee">False keeps the cap as long as the server is not overloaded: the user chose it.</param>
    public ConcurrencySearch(int initial, int cap, bool seeksKnee)
    {
        (_cap, _seeksKnee, _slowStart) = (cap, seeksKnee, seeksKnee);
        Limit = Math.Min(initial, cap);
    }

    /// <summary>Requests that may be in flight.</summary>
    public int Limit { get; private set; }

    /// <summary>The round that a request of now belongs to.</summary>
    public int Round { get; private set; }

    private int AnswersPerRound
    {
        get
        {
            var trips = _slowStart ? 1 : RoundTrips;
            return Limit * Math.Max(trips, (FewestAnswers + Limit - 1) / Limit);
        }
    }

    /// <summary>Somebody got in, so the limit was not reached.</summary>
    public void NoteAdmitted() => _wantsMore = false;

    /// <summary>Somebody had to stay out because of the limit.</summary>
    public void NoteFull() => _wantsMore = true;

    /// <summary>Something other than the limit kept somebody out: this round says nothing about the server.</summary>
    public void NoteHeldBack() => _heldBack = true;

    /// <summary>An answer came to a request of the given round.</summary>
    public void Answered(int round, TimeSpan now)
    {
        if (_measuredFrom is not { } from)
        {
            if (round == Round)
                _measuredFrom = now;
            return;
        }

        _answers++;
        if (_wantsMore)
            _answersUnderPressure++;
        if (_answers >= AnswersPerRound && now - from >= ShortestRound)
            StartRound(Next(new Level(Limit, _answers / (now - from).TotalSeconds)));
    }

    /// <summary>
    /// The server was too busy for a request of the given round. Requests from before the last decrease tell nothing new.
    /// </summary>
    public void Overloaded(int round, bool hard)
    {
        if (round < _overloadsFrom)
            return;
        _ceiling = Limit;
        var next = ConcurrencyPolicy.Decrease(Limit, hard || _slowStart);
        _slowStart = false;
        _roundsToStay = 0;
        _reference = null;
        StartRound(next);
        _overloadsFrom = Round;
    }

    private int Next(Level level)
    {
        // Where the gate was not full for its own limit's sake, neither level nor limit means anything.
        if (_heldBack || _answersUnderPressure * 4 < _answers)
        {
            _reference = null;
            return Limit;
        }

        if (_ceiling is { } ceiling && ConcurrencyPolicy.IsPassed(ceiling, Limit))
            _ceiling = null;
        var up = Math.Min(_cap, ConcurrencyPolicy.Increase(Limit, _ceiling, _slowStart));
        if (!_seeksKnee)
            return up;
        var reference = _reference ?? level;
        if (_roundsToStay > 0 || !ConcurrencyPolicy.AreDistinct(reference, level))
            return Unmoved(reference, level, up);

        _reference = level;
        return ConcurrencyPolicy.Follows(reference, level) ? Onward(reference, up) : Back(reference);
    }

    // Less turned out to be too little: the level before was the peak. It is worth staying at, since each look beside it costs answers.
    private int Onward(Level reference, int up)
    {
        if (reference.Concurrency < Limit)
            return up;
        _roundsToStay = RoundsAtThePeak;
        _reference = reference;
        return Math.Min(_cap, reference.Concurrency);
    }

    // At one level, throughput tells of the server alone: that it still is the one it was, or that its knee has fallen.
    private int Unmoved(Level reference, Level level, int up)
    {
        if (ConcurrencyPolicy.HasCollapsed(reference, level))
        {
            _roundsToStay = 0;
            _reference = level;
            return ConcurrencyPolicy.Decrease(Limit, hard: true);
        }

        _reference = reference;
        if (_roundsToStay > 0)
        {
            _roundsToStay--;
            return Limit;
        }

        // At the cap the only news is to be had below: whether less would do.
        return up > Limit || up == 1 ? up : ConcurrencyPolicy.StepBack(Limit);
    }

    private int Back(Level reference)
    {
        if (!_slowStart)
            return ConcurrencyPolicy.StepBack(Limit);
        _slowStart = false;
        return Math.Min(reference.Concurrency, Limit);
    }

    private void StartRound(int limit)
    {
        Limit = limit;
        Round++;
        _measuredFrom = null;
        _answers = 0;
        _answersUnderPressure = 0;
        _heldBack = false;
    }
}
