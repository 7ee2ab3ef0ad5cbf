using System.Runtime.CompilerServices;
using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

public sealed partial class InMemoryStore
{
    private readonly Dictionary<JobId, (Payer Payer, string Model)> _payers = [];
    private readonly Dictionary<(JobId Job, DateOnly Day, string Model, AnswerMode Mode), SpendingSums> _spending = [];

    private DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BudgetStanding>> ReadStandingsAsync(IReadOnlyList<Budget> budgets, CancellationToken cancellation = default)
    {
        lock (_gate)
            return new([.. budgets.Select(Standing)]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Spending>> ReadSpendingAsync(DateOnly from, DateOnly to, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            return new([.. _spending.Where(entry => entry.Key.Day >= from && entry.Key.Day <= to)
                .Select(entry => new Spending(_payers[entry.Key.Job].Payer, entry.Key.Day, entry.Key.Model, entry.Key.Mode, entry.Value))
                .OrderBy(entry => entry.Day).ThenBy(entry => entry.Payer.Job.Value).ThenBy(entry => entry.Model, StringComparer.Ordinal).ThenBy(entry => entry.Mode)]);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LedgerEntry> ReadLedgerAsync(JobId job, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        LedgerEntry[] entries;
        lock (_gate)
            entries = [.. _jobs.GetValueOrDefault(job.Value)?.Rows.SelectMany(row => row.Ledger) ?? []];
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return entry;
        }

        await Task.CompletedTask;
    }

    private BudgetStanding Standing(Budget budget)
    {
        // A payer without a provider pays several: what it has spent says whom, what it has set aside does not, and may be anybody's.
        var inScope = _payers.Values.Select(known => known.Payer)
            .Where(payer => (budget.Job is null || budget.Job == payer.Job) && (budget.Provider is null || payer.Provider == budget.Provider || payer.Provider == "") && (budget.Tag is null || payer.Tags.Contains(budget.Tag)))
            .ToDictionary(payer => payer.Job, payer => payer.Provider);
        var spent = _spending.Where(entry => !(entry.Key.Day < budget.From(Today)) && inScope.TryGetValue(entry.Key.Job, out var provider)
            && (budget.Provider is null || provider != "" || entry.Key.Model.StartsWith($"{budget.Provider}/", StringComparison.Ordinal))).Select(entry => entry.Value).ToList();
        return new BudgetStanding(
            budget, spent.Sum(sums => sums.CostUsd), spent.Sum(sums => sums.PossibleUsd),
            _jobs.Values.Where(job => inScope.ContainsKey(job.Facts.Id)).Sum(job => job.ReservedUsd));
    }

    private void Book(StoredJob job, StoredRow row, Attempt attempt, SettleResult result, bool isAnswer)
    {
        var possible = attempt.PossibleUsd(row.ReservedUsd, result);
        job.Book(row, attempt, result, possible);
        Spend(job.Facts.Id, attempt.Model, attempt.Mode, SpendSums.Of(attempt, isAnswer, possible));
    }

    private void Spare(StoredRow row, AnswerMode mode, decimal worthUsd) => Spend(row.Id.Job, null, mode, SpendSums.Spared(1, worthUsd));

    private void Spend(JobId job, string? model, AnswerMode mode, SpendingSums sums)
    {
        var key = (job, Today, model ?? _payers[job].Model, mode);
        _spending[key] = _spending.GetValueOrDefault(key) + sums;
    }
}
