using Nightshift.Engine.Estimating;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Pricing;
using Nightshift.Providers;
using Nightshift.Sending;
using Nightshift.Stores;
using Nightshift.Tokens;

namespace Nightshift.Engine;

/// <summary>The budgets that hold for a job: its own, and those of the configuration that its provider or tags come under.</summary>
internal static class JobBudgets
{
    /// <summary>Refuses a job whose cost nobody could hold: a budget is for it, and its model has no price.</summary>
    /// <exception cref="TaskException">It is so.</exception>
    public static void CheckPrice(JobSpec spec, Connection connection, PriceBook prices, IReadOnlyList<Budget> budgets)
    {
        var (provider, model) = (connection.Provider, connection.Model);
        var known = new ModelPrices(prices, provider, model);
        var unpriced = Modes(spec.Strategy, provider).Where(mode => known.Of(mode) is null).ToList();
        if (model.IsOfEachLine || unpriced.Count == 0)
            return;
        if (spec.MaxCostUsd is not null || budgets.Any(budget => IsFor(budget, spec, connection)))
        {
            throw new TaskException($"{model} has no price ({(provider.ListingOf(unpriced[0]).Mode == AnswerMode.Batch ? "in batches" : "live")}), so that no budget can be held for it; "
                + $"give it one under prices: in nightshift.yaml, such as {model}: {{ input: 0.75, output: 4.5 }}"
                + (spec.MaxCostUsd is null ? ", or take the budget out that it comes under" : ", or leave --max-cost out"));
        }
    }

    /// <summary>What says how much is to be set aside for the job's rows.</summary>
    public static async Task<Reserver> ReserverAsync(JobId job, JobSpec spec, Connection connection, ModelPrices prices, IStore store, EngineOptions options, CancellationToken stop)
    {
        IReadOnlyList<Budget> budgets =
        [
            .. spec.MaxCostUsd is { } limit ? [new Budget(limit) { Job = job }] : Array.Empty<Budget>(),
            .. options.Budgets.Where(budget => IsFor(budget, spec, connection)),
        ];
        // A batch is paid for as a whole: how long answers usually are matters more than how long they can be.
        var history = budgets.Count > 0 && spec.Strategy != Strategy.Fastest
            ? await History.ReadAsync(store, spec.Task, connection, TokenModel.Of(connection.Model.Model), stop)
            : new History();
        return new Reserver(prices, budgets, new UsualTokens(history.InputPerByte?.High, history.OutputTokens?.High));
    }

    private static AnswerMode[] Modes(Strategy strategy, Provider provider) => strategy switch
    {
        Strategy.Fastest => [AnswerMode.Live],
        Strategy.Cheapest => [AnswerMode.Batch],
        _ => provider.Batch is null ? [AnswerMode.Live] : [AnswerMode.Live, AnswerMode.Batch],
    };

    private static bool IsFor(Budget budget, JobSpec spec, Connection connection) =>
        budget.Job is null && (budget.Provider is null || budget.Provider == connection.Provider.Name) && (budget.Tag is null || spec.Tags?.Contains(budget.Tag, StringComparer.Ordinal) == true);
}
