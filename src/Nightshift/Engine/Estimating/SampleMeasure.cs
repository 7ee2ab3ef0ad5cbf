using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Engine.Estimating;

/// <summary>What the rows of a job came to, one with another.</summary>
public sealed record SampleMeasure
{
    private const int MostShown = 8;

    /// <summary>Rows that have an answer.</summary>
    public required long Answered { get; init; }

    /// <summary>Rows that have none.</summary>
    public required long Failed { get; init; }

    /// <summary>Input tokens of a row that was sent.</summary>
    public required Likely Input { get; init; }

    /// <summary>Output tokens of a row that was sent.</summary>
    public required Likely Output { get; init; }

    /// <summary>Dollars for a row that was sent; null when the model has no price.</summary>
    public required Likely? CostUsd { get; init; }

    /// <summary>Some of the rows, spread over all.</summary>
    public required IReadOnlyList<RowResult> Shown { get; init; }

    /// <summary>Measures a job. Rows that took another's answer cost nothing, and say nothing.</summary>
    public static async Task<SampleMeasure> OfAsync(IStore store, Job job, CancellationToken stop = default)
    {
        var (input, output, cost) = (new MeasuredRatio(), new MeasuredRatio(), new MeasuredRatio());
        var (answered, failed, unpriced, shown) = (0L, 0L, 0L, new List<RowResult>());
        var every = Math.Max(1, job.Counts.Total / MostShown);
        await foreach (var row in store.ReadResultsAsync(job.Id, cancellation: stop))
        {
            (answered, failed) = row.State == RowState.Succeeded ? (answered + 1, failed) : (answered, failed + 1);
            if (row.Id.Index % every == 0 && shown.Count < MostShown)
                shown.Add(row);
            if (row.Mode is not (AnswerMode.Live or AnswerMode.Batch) || row.Usage.TotalTokens == 0)
                continue;
            input.Add(1, row.Usage.InputTokens);
            output.Add(1, row.Usage.OutputTokens);
            unpriced += row.CostUsd is null ? 1 : 0;
            cost.Add(1, row.CostUsd ?? 0);
        }

        return new SampleMeasure
        {
            Answered = answered, Failed = failed, Input = input.Each, Output = output.Each, CostUsd = unpriced > 0 ? null : cost.Each, Shown = shown,
        };
    }
}
