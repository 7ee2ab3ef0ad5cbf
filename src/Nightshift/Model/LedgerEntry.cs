namespace Nightshift.Model;

/// <summary>An attempt as the ledger has it.</summary>
/// <param name="Row">At which row.</param>
/// <param name="Number">Which of the row's entries, from 1.</param>
/// <param name="Result">What the store made of its verdict.</param>
/// <param name="Attempt">The facts.</param>
/// <param name="PossibleUsd">What it may have cost without our knowing: what was reserved for it; zero when its end is known.</param>
public sealed record LedgerEntry(RowId Row, int Number, SettleResult Result, Attempt Attempt, decimal PossibleUsd);
