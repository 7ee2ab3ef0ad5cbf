using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Batches;

/// <summary>
/// One batch at one provider. It does nothing by itself: its stage follows from the clock, and its rows are answered when
/// somebody first looks after its end. So a moved clock shows every stage, and nothing runs behind a test's back.
/// </summary>
internal sealed partial class Batch
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(36_500);
    private static readonly TimeSpan CancelPatience = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private readonly Account _account;
    private Lazy<Validation> _validation;
    private BatchCourse _course;
    private bool _courseIsFinal;
    private LineFault? _lateFault;
    private Harvest? _harvest;
    private StoredFile? _output;
    private StoredFile? _error;
    private int _regressions;

    public Batch(Account account, BatchOrder order, BatchPlan plan, ulong number, string path)
    {
        (_account, Order, Plan, Number, Path) = (account, order, plan, number, path);
        CreatedAt = account.Provider.Time.GetUtcNow();
        Arrival = account.Provider.Elapsed;
        _course = FirstCourse();
        // The look at the input begins now; whoever needs its outcome waits for it.
        _validation = order.Checked is { } known ? new(known) : new(() => InputCheck.Run(order));
        if (!_validation.IsValueCreated)
            _ = Task.Run(() => _validation.Value);
    }

    public BatchOrder Order { get; private set; }

    public BatchPlan Plan { get; }

    /// <summary>Its place among all batches of the simulator, and the seed of its ids.</summary>
    public ulong Number { get; }

    /// <summary>The path of the call that made it.</summary>
    public string Path { get; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>The age of the simulator when it was made.</summary>
    public TimeSpan Arrival { get; private set; }

    /// <summary>The age of the simulator when it was deleted; null while it is there.</summary>
    public TimeSpan? DeletedAt { get; set; }

    public bool Deleted => DeletedAt is not null;

    public int Polls { get; private set; }

    public Validation Validation => _validation.Value;

    /// <summary>Whether its results hold only what was done before a cancel.</summary>
    public bool WasCancelled => Course.CancelAsked is not null;

    public Account Account => _account;

    /// <summary>Its course once the input is known; deciding it can ask about earlier batches, never about later ones.</summary>
    public BatchCourse Course
    {
        get
        {
            lock (_lock)
            {
                if (!_courseIsFinal)
                {
                    (_course, _lateFault) = CourseDecision.Of(this, _course);
                    _courseIsFinal = true;
                }

                return _course;
            }
        }
    }

    /// <summary>How the batch looks now. A poll is counted, and can meet what only polls meet.</summary>
    public BatchView Look(bool poll = false)
    {
        lock (_lock)
        {
            var age = Age;
            if (poll)
                Polls++;
            var view = age < _course.ValidatedAt && _course.CancelAsked is null ? Fresh() : Known(age);
            if (poll && view.IsOver && Plan.Has(BatchTwist.StatusRegression) && Polls % 2 == 0 && ++_regressions <= 3)
                return view with { Stage = Stage.Running, EndedAt = null, Output = null, Error = null };
            return view;
        }
    }

    /// <summary>How the batch looked in the answer to its creation, whatever the clock says.</summary>
    public BatchView Fresh() => new()
    {
        Stage = Stage.Validating,
        Total = 0,
        Completed = 0,
        Failed = 0,
        InputTokens = 0,
        OutputTokens = 0,
        ExpiresAt = CreatedAt + Order.Window,
    };

    /// <summary>Asks for a cancel; false when the batch was over already.</summary>
    public bool Cancel()
    {
        lock (_lock)
        {
            var stage = Look().Stage;
            if (stage is Stage.Completed or Stage.Failed or Stage.Expired)
                return false;
            if (Course.CancelAsked is null)
            {
                _course = Course with
                {
                    CancelAsked = Age,
                    CancelTakes = Plan.Has(BatchTwist.SlowCancel) ? Plan.DelayOf(BatchTwist.SlowCancel, CancelPatience) : _course.CancelTakes,
                    CancelIsVain = Plan.Has(BatchTwist.CancelTooLate),
                };
                _account.Provider.Ledger.Books.Cancelled();
            }

            return true;
        }
    }

    /// <summary>Gives it other rows, as when some were added; its time begins anew.</summary>
    public void Refill(StoredFile rows)
    {
        lock (_lock)
        {
            Order = Order with { Input = rows };
            _validation = new(() => InputCheck.Run(Order));
            Arrival = _account.Provider.Elapsed;
            (_course, _courseIsFinal) = (FirstCourse(), false);
            (_harvest, _output, _error) = (null, null, null);
        }
    }

    /// <summary>Whether it is still kept back from lists.</summary>
    public bool Hidden => Age < Plan.DelayOf(BatchTwist.HiddenFromList, TimeSpan.FromSeconds(90));

    /// <summary>Whether the provider has forgotten it.</summary>
    public bool Vanished => Deleted || (Plan.RuleOf(BatchTwist.Vanished) is { } rule && Age >= _course.Delay * (rule.Share ?? 0.5));

    public bool FilesAreLate => Age < Course.EndAt + Plan.DelayOf(BatchTwist.LateOutput, TimeSpan.FromSeconds(30));

    private BatchCourse FirstCourse()
    {
        var delay = _account.Provider.Options.BatchDelay;
        return new() { Delay = delay + Plan.DelayOf(BatchTwist.Stuck, TimeSpan.FromHours(1)), Window = Order.Expires ? Order.Window : Forever, CancelTakes = delay / 4 };
    }

    private TimeSpan Age => _account.Provider.Elapsed - Arrival;

    private int DoneAt(TimeSpan age)
    {
        var course = Course;
        if (Plan.Has(BatchTwist.ErrorLines) || (!_account.Dialect.KeepsPartialWork && !Plan.Has(BatchTwist.Partial) && course.StageAt(age) is Stage.Expired or Stage.Cancelled))
            return 0;
        return (int)Math.Floor(course.ShareAt(age) * Validation.Lines);
    }

    private BatchView Known(TimeSpan age)
    {
        var course = Course;
        var stage = course.StageAt(age);
        var failed = stage == Stage.Failed || course.Ending == Stage.Failed;
        var view = Fresh() with
        {
            Stage = stage,
            Total = failed ? 0 : Validation.Lines,
            Completed = failed ? 0 : DoneAt(age),
            ExpiresAt = CreatedAt + (course.Ending == Stage.Expired ? course.EndAt : Order.Window),
            StartedAt = !failed && age >= course.ValidatedAt && !(course.CancelAsked < course.ValidatedAt) ? CreatedAt + course.ValidatedAt : null,
            FinalizingAt = !failed && age >= course.FinalizingAt && stage is Stage.Finalizing or Stage.Completed ? CreatedAt + course.FinalizingAt : null,
            CancelAskedAt = CreatedAt + course.CancelAsked,
        };
        if (!BatchView.IsEnd(stage))
            return view;
        return Ended(view with { EndedAt = CreatedAt + course.EndAt }, course);
    }
}
