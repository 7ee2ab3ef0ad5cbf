using Nightshift.Model;
using Nightshift.Providers;

namespace Nightshift.Sending;

/// <summary>
/// Says what requests may cost before they are sent: that much is set aside until they are settled, so that no budget is overshot by what is
/// under way. For output a request's own maximum counts; what answers came to before counts where there is none, and in batches, whose
/// thousands of rows together come to the mean and not to the maximum. Thread-safe.
/// </summary>
/// <param name="prices">What calls to its model cost.</param>
/// <param name="budgets">Those that hold for the job.</param>
/// <param name="usual">What answers came to before.</param>
internal sealed class Reserver(ModelPrices prices, IReadOnlyList<Budget> budgets, UsualTokens usual)
{
    private const decimal Picodollar = 0.000_000_000_001m;

    /// <summary>Fewer answers tell nothing.</summary>
    private const long FewestAnswers = 20;

    /// <summary>More than any tokenizer makes of JSON in any language; answers tell it better.</summary>
    private const decimal FirstTokensPerByte = 0.5m;

    /// <summary>Of one answer, when nothing limits it and none was seen.</summary>
    private const long FirstOutput = 1_024;

    /// <summary>What the next rows may be above those before.</summary>
    private const decimal Headroom = 1.25m;

    private readonly Lock _lock = new();
    private (long Answers, long Bytes, long Tokens) _input;
    private (long Answers, long Tokens, long Largest) _output;

    /// <summary>Those that hold for the job.</summary>
    public IReadOnlyList<Budget> Budgets => budgets;

    /// <summary>Why a row cannot be sent under a budget; null when it can.</summary>
    public Verdict.Fail? Refuse(PreparedRow row) => budgets.Count > 0 && prices.Of(AnswerMode.Live, row.Terms.Model) is null && prices.Of(AnswerMode.Batch, row.Terms.Model) is null
        ? new Verdict.Fail("no_price", $"its model '{row.Terms.Model}' has no price, so that the budget cannot be held; give it one under prices: in nightshift.yaml")
        : null;

    /// <summary>What a row may cost in US dollars; zero where no price is known.</summary>
    public decimal Of(PreparedRow row, AnswerMode mode)
    {
        if (prices.Of(mode, row.Terms.Model) is not { } price)
            return 0;
        var (input, output) = (InputOf(row.Body.Length), OutputOf(row.Terms.MaxOutput, mode));
        var rates = price.RatesFor(input);
        var dearest = row.Terms.WritesCache ? Math.Max(rates.Input, Math.Max(rates.CacheWrite ?? 0, rates.HourCacheWrite ?? 0)) : rates.Input;
        return Up((rates with { Input = dearest, CachedInput = null }).Cost(new Usage(input, output)));
    }

    /// <summary>What is to be set aside for rows that are sent together.</summary>
    public Reservation For(IReadOnlyList<PreparedRow> rows, AnswerMode mode) => For(rows.Sum(row => Of(row, mode)), rows.Count);

    /// <summary>What is to be set aside for so many rows that may cost so much together.</summary>
    public Reservation For(decimal usd, int rows) => new(Up(usd / rows), budgets);

    /// <summary>Takes in what an answer to a live call used.</summary>
    public void Learn(PreparedRow row, SendReport report)
    {
        if (report.Outcome is not Outcome.Answered { Reply.Usage: { } usage })
            return;
        lock (_lock)
            _input = (_input.Answers + 1, _input.Bytes + row.Body.Length, _input.Tokens + usage.InputTokens);
        Learn(usage);
    }

    /// <summary>Takes in how long an answer was.</summary>
    public void Learn(Usage usage)
    {
        lock (_lock)
            _output = (_output.Answers + 1, _output.Tokens + usage.OutputTokens, Math.Max(_output.Largest, usage.OutputTokens));
    }

    private long InputOf(int bytes)
    {
        lock (_lock)
        {
            var seen = _input.Answers < FewestAnswers ? usual.InputPerByte : (decimal)_input.Tokens / _input.Bytes;
            return (long)Math.Ceiling(bytes * (seen * Headroom ?? FirstTokensPerByte));
        }
    }

    private long OutputOf(long? maximum, AnswerMode mode)
    {
        if (mode == AnswerMode.Live && maximum is { } most)
            return most;
        lock (_lock)
        {
            var seen = _output.Answers < FewestAnswers ? usual.Output : mode == AnswerMode.Batch ? (decimal)_output.Tokens / _output.Answers : _output.Largest;
            return seen is { } tokens ? Math.Min(maximum ?? long.MaxValue, (long)Math.Ceiling(tokens * Headroom)) : maximum ?? FirstOutput;
        }
    }

    private static decimal Up(decimal usd) => Math.Ceiling(usd / Picodollar) * Picodollar;
}

/// <summary>What requests to a model, and answers to a task, came to before.</summary>
/// <param name="InputPerByte">Input tokens for each byte of a body; null when too few were seen.</param>
/// <param name="Output">Tokens of an answer; null when too few were seen.</param>
internal readonly record struct UsualTokens(decimal? InputPerByte, decimal? Output);
