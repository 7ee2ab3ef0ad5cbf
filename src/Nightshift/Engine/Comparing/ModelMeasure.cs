using Nightshift.Engine.Estimating;
using Nightshift.Model;

namespace Nightshift.Engine.Comparing;

/// <summary>How one model did on the rows of a comparison.</summary>
public sealed record ModelMeasure
{
    /// <summary><c>provider/model</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The job with its answers.</summary>
    public required JobId Job { get; init; }

    /// <summary>Rows that have an answer.</summary>
    public required long Answered { get; init; }

    /// <summary>Rows that were asked and have none: they agree with nothing.</summary>
    public required long Failed { get; init; }

    /// <summary>Rows whose answer agrees with the comparison's <see cref="Comparison.Basis"/>, of those that can be judged by it.</summary>
    public required Share Agreement { get; init; }

    /// <summary>The mean of the labels' F1, from 0 to 1; null unless the task has labels and the input says what is expected.</summary>
    public decimal? MacroF1 { get; init; }

    /// <summary>The most frequent mistakes; none unless the task has labels and the input says what is expected.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];

    /// <summary>Input tokens of a row.</summary>
    public required Likely Input { get; init; }

    /// <summary>Output tokens of a row.</summary>
    public required Likely Output { get; init; }

    /// <summary>Dollars for a row in a live call; null when no price is known.</summary>
    public required Likely? CostUsd { get; init; }

    /// <summary>Dollars for the same tokens in a batch; null when the provider has no batch API, or no price for it is known.</summary>
    public required Likely? BatchCostUsd { get; init; }

    /// <summary>How fast it answered; null when nothing was sent, because all answers were there before.</summary>
    public required AnswerSpeed? Speed { get; init; }
}

/// <summary>How fast a model answered.</summary>
/// <param name="Median">Half of the answers took no longer.</param>
/// <param name="Percentile95">Nineteen of twenty answers took no longer.</param>
public sealed record AnswerSpeed(TimeSpan Median, TimeSpan Percentile95);
