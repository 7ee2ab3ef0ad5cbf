using Nightshift.Engine.Estimating;
using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Protocols;

namespace Nightshift.Engine.Comparing;

/// <summary>Adds up what the rows of one model came to.</summary>
/// <param name="job">The job with its answers.</param>
/// <param name="model"><c>provider/model</c>.</param>
/// <param name="protocol">Reads the bodies of answers that an earlier job paid for.</param>
/// <param name="live">The price of live calls; null when it is not known.</param>
/// <param name="batch">The price of a batch; null when there is none, or it is not known.</param>
internal sealed class ModelTally(Job job, string model, ChatProtocol protocol, Price? live, Price? batch)
{
    private const int MostMistakes = 5;

    private readonly MeasuredRatio _input = new();
    private readonly MeasuredRatio _output = new();
    private readonly MeasuredRatio _liveCost = new();
    private readonly MeasuredRatio _batchCost = new();
    private readonly Confusion _confusion = new();
    private long _answered;
    private long _failed;
    private readonly List<TimeSpan> _durations = [];
    private long _unpriced;
    private long _agreeing;
    private long _judged;

    /// <summary>Adds a row that the model was asked.</summary>
    public void Add(RowResult row)
    {
        (_answered, _failed) = row.Answer is null ? (_answered, _failed + 1) : (_answered + 1, _failed);
        // What took the answer of another row of the job costs nothing and says nothing; an earlier job's answer tells what it cost then.
        if (UsageOf(row) is not { TotalTokens: > 0 } usage)
            return;
        _input.Add(1, usage.InputTokens);
        _output.Add(1, usage.OutputTokens);
        var paid = row is { Mode: AnswerMode.Live, CostUsd: { } booked } ? booked : live?.Cost(usage);
        _unpriced += paid is null ? 1 : 0;
        _liveCost.Add(1, paid ?? 0);
        _batchCost.Add(1, batch?.Cost(usage) ?? 0);
    }

    /// <summary>Adds an attempt.</summary>
    public void Add(Attempt attempt)
    {
        if (attempt.Usage is not null)
            _durations.Add(attempt.Duration);
    }

    /// <summary>Adds whether a row that can be judged agrees.</summary>
    public void Judge(bool agrees)
    {
        _judged++;
        _agreeing += agrees ? 1 : 0;
    }

    /// <summary>Adds which label was given where which was expected.</summary>
    public void Confuse(string? expected, string? given) => _confusion.Add(expected, given);

    public ModelMeasure Measure() => new()
    {
        Model = model,
        Job = job.Id,
        Answered = _answered,
        Failed = _failed,
        Agreement = new Share(_agreeing, _judged),
        MacroF1 = _confusion.MacroF1,
        Mistakes = _confusion.Mistakes(MostMistakes),
        Input = _input.Each,
        Output = _output.Each,
        CostUsd = _unpriced > 0 || _liveCost.Count == 0 ? null : _liveCost.Each,
        BatchCostUsd = batch is null || _batchCost.Count == 0 ? null : _batchCost.Each,
        Speed = Speed(),
    };

    private AnswerSpeed? Speed()
    {
        _durations.Sort();
        return _durations.Count == 0 ? null : new AnswerSpeed(_durations[_durations.Count / 2], _durations[_durations.Count * 19 / 20]);
    }

    private Usage? UsageOf(RowResult row) =>
        row.Mode == AnswerMode.Cache && row.Answer is { Body.IsEmpty: false } answer ? protocol.Parse(answer.Body, out _)?.Usage : row.Usage;
}
