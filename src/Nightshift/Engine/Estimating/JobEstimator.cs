using Nightshift.Batching;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Pricing;
using Nightshift.Protocols.Batches;
using Nightshift.Providers;
using Nightshift.Routing;
using Nightshift.Stores;
using Nightshift.Tokens;

namespace Nightshift.Engine.Estimating;

/// <summary>Reckons what a job will cost and how long it will take, without sending or storing anything. The input is read as a run would read it.</summary>
/// <param name="catalog">The providers and routes.</param>
/// <param name="prices">What models cost.</param>
/// <param name="environment">Looks up an environment variable: addresses alone, no key is needed.</param>
/// <param name="store">What was done before: answers to take, usages to learn from; null for nothing.</param>
public sealed class JobEstimator(ProviderCatalog catalog, PriceBook prices, Func<string, string?> environment, IStore? store)
{
    private const int LookUps = 4_000;

    /// <summary>How far off the weights are on texts that they were not fitted on; more where the tokenizer is only like another.</summary>
    private const decimal OffByWeights = 0.07m;
    private const decimal OffByNearest = 0.15m;

    /// <summary>Estimates a job.</summary>
    /// <exception cref="InputException">The input cannot be used.</exception>
    /// <exception cref="TaskException">The task cannot be used.</exception>
    /// <exception cref="ConnectionException">The model's provider is not known, or has no address.</exception>
    public async Task<JobEstimate> EstimateAsync(JobRequest request, IProgress<long>? progress = null, CancellationToken stop = default)
    {
        var connections = ConnectionSet.Locate(request.Task.Model, request.BaseUrl, catalog, environment);
        // Of a route, the account that is asked first.
        var connection = connections.Known.MinBy(known => LanePrice.Order(LanePrice.Of(new ModelPrices(prices, known.Provider, known.Model)).Live))!;
        var model = TokenModel.Of(connection.Model.Model);
        var tallies = Tallies(connection);
        // What tells this input from another takes a reading of its own, and nobody asks here.
        var spec = JobSpec.Of(request, connections, fingerprint: "");
        var count = await new RowCount(spec, new RowPlanner(spec, connection), model, tallies.Values.OfType<PriceTally>().ToList(), request.UseCache ? store : null).ReadAsync(LookUps, progress, stop);
        var history = store is null ? new History() : await History.ReadAsync(store, request.Task, connection, model, stop);

        var factor = history.InputFactor ?? Likely.Around(1, model.IsNearest ? OffByNearest : OffByWeights);
        var (answer, guess) = OutputGuess.Of(request.Task, model);
        answer = history.OutputTokens ?? answer;
        var strategies = tallies.Select(tally => Estimate(tally.Key, tally.Value, count, factor, answer, connection, request)).ToList();
        return new JobEstimate
        {
            By = connections.Route is null ? null : connection.Model,
            Rows = count.Rows,
            Bad = count.Bad,
            Duplicates = count.Duplicates,
            Answered = count.Answered,
            Input = (factor.Times(count.InputTokens), history.InputFactor is null
                ? $"by script, with the weights of {(model.IsNearest ? $"a tokenizer that may be like its own ({model.Weights.Name})" : model.Weights.Name)}"
                : $"by script, set right by the {history.InputRows} newest answers of this model"),
            Output = (answer.Times(count.ToSend), history.OutputTokens is null ? guess : $"as in the {history.OutputRows} newest answers to this task"),
            Strategies = [.. strategies, .. new MixedEstimate(connection, strategies, count.ToSend, request.Deadline).All(await TurnaroundAsync(connection, count.ToSend, stop))],
        };
    }

    /// <summary>How long batches of the model took, with whichever key.</summary>
    private async Task<Turnaround> TurnaroundAsync(Connection connection, long rows, CancellationToken stop)
    {
        var batches = store is null ? [] : await store.ListBatchesAsync(cancellation: stop);
        var like = batches.Where(batch => BatchLane.IsAt(batch, connection) && batch.Model == connection.Model.Model);
        return Turnaround.Of(like, rows, batches.Select(batch => batch.SealedAt).DefaultIfEmpty().Max());
    }

    private Dictionary<Strategy, PriceTally?> Tallies(Connection connection)
    {
        var known = new ModelPrices(prices, connection.Provider, connection.Model);
        return new Dictionary<Strategy, PriceTally?>
        {
            [Strategy.Fastest] = known.Of(AnswerMode.Live) is { } price ? new PriceTally(price) : null,
            [Strategy.Cheapest] = connection.Provider.Batch is not null && known.Of(AnswerMode.Batch) is { } batch ? new PriceTally(batch) : null,
        };
    }

    private static StrategyEstimate Estimate(Strategy strategy, PriceTally? tally, RowCount count, Likely factor, Likely answer, Connection connection, JobRequest request)
    {
        var name = connection.Provider.Name;
        if (strategy == Strategy.Cheapest && connection.Provider.Batch is null)
            return new StrategyEstimate(strategy, null, null, null, $"{name} has no batch API");
        var (takes, note) = strategy == Strategy.Cheapest ? Batches(connection.Provider.Batch!, count) : Live(count, factor, answer, connection.Provider, request);
        return tally is null
            ? new StrategyEstimate(strategy, null, null, takes, $"no price is known; give {name}/{connection.Model.Model} one under prices: in nightshift.yaml")
            : new StrategyEstimate(strategy, tally.Price, tally.Cost(factor, answer), takes, note);
    }

    private static (TimeSpan? Takes, string? Note) Batches(BatchTerms terms, RowCount count)
    {
        var batches = Math.Max(Parts(count.ToSend, terms.MostRows), Parts(count.Bytes, terms.MostBytes));
        return (count.ToSend == 0 ? TimeSpan.Zero : terms.Window, batches == 1 ? "in one batch" : $"in {NumberWords.Count(batches)} batches");
    }

    private static (TimeSpan? Takes, string? Note) Live(RowCount count, Likely factor, Likely answer, Provider provider, JobRequest request)
    {
        if (count.ToSend == 0)
            return (TimeSpan.Zero, null);
        var minutes = new List<decimal>();
        if ((request.Lane.Rpm ?? provider.Rpm) is { } rpm)
            minutes.Add((decimal)count.ToSend / rpm);
        if ((request.Lane.Tpm ?? provider.Tpm) is { } tpm)
            minutes.Add(((factor.Middle * count.InputTokens) + (answer.Middle * count.ToSend)) / tpm);
        return minutes.Count == 0 ? (null, "as fast as the account's limits let it; say them with --rpm and --tpm") : (TimeSpan.FromMinutes((double)minutes.Max()), null);
    }

    private static long Parts(long whole, long most) => (whole + most - 1) / most;
}
