using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Batches;

internal sealed partial class Batch
{
    private BatchView Ended(BatchView view, BatchCourse course)
    {
        if (view.Stage == Stage.Failed)
            return view with { Faults = Faults() };
        var harvest = _harvest ??= Reap(course, view.Stage);
        return view with
        {
            Completed = harvest.Completed,
            Failed = harvest.Failed,
            Undone = harvest.Undone,
            InputTokens = harvest.InputTokens,
            OutputTokens = harvest.OutputTokens,
            CachedTokens = harvest.CachedTokens,
            Output = FilesAreLate ? null : _output,
            Error = FilesAreLate ? null : _error,
        };
    }

    private IReadOnlyList<LineFault> Faults()
    {
        IReadOnlyList<LineFault> all = _lateFault is { } late ? [late] : Validation.Faults;
        return Plan.Has(BatchTwist.OneFault) ? [.. all.Take(1)] : all;
    }

    private Harvest Reap(BatchCourse course, Stage stage)
    {
        if (Validation.Faults.Count > 0 || Order.Input is null)
            return Harvest.None;
        var undone = Plan.Has(BatchTwist.ErrorLines) ? RowFates.Errored : stage == Stage.Cancelled ? RowFates.Cancelled : RowFates.Expired;
        using var run = new BatchRun(this, _account.Provider, DoneAt(course.EndAt), undone);
        var harvest = run.Run();
        var bornAt = (CreatedAt + course.EndAt, Arrival + course.EndAt);
        _output = _account.Dialect.ResultFile(this, harvest.OutputPath, isError: false, bornAt.Item1, bornAt.Item2);
        var empty = harvest.ErrorPath is null && Plan.Has(BatchTwist.EmptyErrorFile);
        _error = _account.Dialect.ResultFile(this, empty ? _account.Provider.Spool.Empty() : harvest.ErrorPath, isError: true, bornAt.Item1, bornAt.Item2);
        foreach (var file in new[] { _output, _error })
        {
            if (file is { IsPart: false })
            {
                _account.Files.Add(file);
                _account.Provider.Ledger.Books.Kept(_account, file);
            }
        }

        if (Order.DeletesInput)
            Order.Input.DeletedAt = Arrival + course.EndAt;
        return harvest;
    }
}
