using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Providers;
using Nightshift.Stores;

namespace Nightshift.Engine.Comparing;

/// <summary>Measures jobs that took the same rows through different models. Sends nothing.</summary>
/// <param name="catalog">The providers and routes.</param>
/// <param name="prices">What models cost.</param>
/// <param name="environment">Looks up an environment variable: addresses alone, no key is needed.</param>
/// <param name="store">Where the jobs are.</param>
public sealed class Comparer(ProviderCatalog catalog, PriceBook prices, Func<string, string?> environment, IStore store)
{
    private const string BadRecord = "bad_record";
    private const int ForeignShown = 3;

    /// <summary>Compares jobs whose requests differ in their models alone. Memory grows by eight bytes for each row that was sent.</summary>
    /// <param name="jobs">One for each model, all their rows ended.</param>
    /// <param name="expect">The column of the input with the right answer; null when there is none.</param>
    /// <param name="stop">Gives it up.</param>
    /// <exception cref="ConnectionException">A model's provider is not known any more, or has no address.</exception>
    /// <exception cref="InvalidOperationException">The jobs are not over the same rows.</exception>
    public async Task<Comparison> CompareAsync(IReadOnlyList<Job> jobs, string? expect, CancellationToken stop = default)
    {
        var task = JobSpec.Of(jobs[0]).Task;
        var form = new AnswerForm(task);
        var models = jobs.Select(Tally).ToList();
        var pairs = new PairTally(models.Count);
        var basis = expect is not null ? AgreementBasis.Expected : models.Count > 2 ? AgreementBasis.Majority : AgreementBasis.EachOther;
        var (asked, bad, judged, foreign, foreignValues) = (0L, 0L, 0L, 0L, new List<string>());
        await foreach (var rows in SideBySide.ReadAsync(store, jobs, stop))
        {
            if (rows.All(row => row.ErrorCode == BadRecord))
            {
                bad++;
                continue;
            }

            asked++;
            foreach (var (tally, row) in models.Zip(rows))
                tally.Add(row);
            var answers = rows.Select(row => row.Answer is { } answer ? form.Of(answer.Output) : null).ToList();
            pairs.Add(answers);
            var expected = expect is null ? null : Expected(rows[0], expect);
            if (Agreeing(basis, rows, answers, answer => form.Agrees(expected!, expect!, answer), expected is not null) is not { } agreeing)
                continue;
            judged++;
            foreach (var (tally, agrees) in models.Zip(agreeing))
                tally.Judge(agrees);
            if (expected is null || task.OneOf.Count == 0)
                continue;
            var label = form.Label(expected);
            foreach (var (tally, answer) in models.Zip(answers))
                tally.Confuse(label, answer);
            if (label is null && ++foreign > 0 && foreignValues.Count < ForeignShown && !foreignValues.Contains(expected))
                foreignValues.Add(expected);
        }

        foreach (var (tally, job) in models.Zip(jobs))
        {
            await foreach (var entry in store.ReadLedgerAsync(job.Id, stop))
                tally.Add(entry.Attempt);
        }

        return new Comparison
        {
            Models = [.. models.Select(tally => tally.Measure())],
            Basis = basis, Rows = asked, Bad = bad, Judged = judged, Foreign = foreign, ForeignValues = foreignValues, Pairs = pairs.Shares(),
        };
    }

    private ModelTally Tally(Job job)
    {
        var spec = JobSpec.Of(job);
        var connection = ConnectionSet.Locate(spec.Task.Model, spec.BaseUrl, catalog, environment).First;
        var provider = connection.Provider;
        var known = new ModelPrices(prices, provider, connection.Model);
        return new ModelTally(job, spec.Task.Model, provider.Protocol, known.Of(AnswerMode.Live), provider.Batch is null ? null : known.Of(AnswerMode.Batch));
    }

    /// <summary>Which of the models agree with the basis in a row; null when the row cannot be judged by it.</summary>
    private static IReadOnlyList<bool>? Agreeing(
        AgreementBasis basis, IReadOnlyList<RowResult> rows, List<string?> answers, Func<string, bool> isExpected, bool hasExpected) => basis switch
    {
        AgreementBasis.Expected => hasExpected ? [.. rows.Select(row => row.Answer is { } answer && isExpected(answer.Output))] : null,
        AgreementBasis.Majority => Ballot.Majority(answers) is { } majority ? [.. answers.Select(answer => answer == majority)] : null,
        AgreementBasis.EachOther => [.. answers.Select(answer => answer is not null && answers.All(other => other == answer))],
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, "not a basis"),
    };

    /// <summary>What the row is to come to; null when its column is empty or not there.</summary>
    private static string? Expected(RowResult row, string column)
    {
        if (!RecordView.TryParse(row.Record, out var record, out _))
            return null;
        using (record)
            return record.TryGetText(column, out var text) && !string.IsNullOrWhiteSpace(text) ? text : null;
    }
}
