namespace Nightshift.Simulator.Accounting;

/// <summary>One chat call as the provider saw it.</summary>
/// <param name="N">Its place in the ledger, from 1.</param>
/// <param name="Arrival">When it was let in or refused, since the simulator's start, on the simulator's monotonic clock.</param>
/// <param name="PromptSha256">The SHA-256 of the last user text in lower hex; null when the request could not be read.</param>
/// <param name="Model">The model asked for; null when the request could not be read.</param>
/// <param name="InputTokens">Billed input tokens; 0 when it was not executed.</param>
/// <param name="OutputTokens">Billed output tokens; 0 when it was not executed.</param>
/// <param name="Usd">The price of the tokens in US dollars.</param>
/// <param name="Status">The status sent, or 0 when no status line is sent (a drop, a reset, a hang).</param>
/// <param name="Fault">The names of the faults that met it, joined by <c>+</c>; null for none.</param>
/// <param name="InFlight">Calls in flight when it came, itself included.</param>
public sealed record LedgerCall(
    long N, TimeSpan Arrival, string? PromptSha256, string? Model, int InputTokens, int OutputTokens, decimal Usd, int Status, string? Fault, int InFlight);
