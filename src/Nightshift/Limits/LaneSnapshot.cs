namespace Nightshift.Limits;

/// <summary>A lane at one moment, for people to look at.</summary>
/// <param name="Concurrency">Requests that may be in flight now.</param>
/// <param name="InFlight">Requests that are.</param>
/// <param name="Rpm">Requests per minute in force, given or learnt; null when unknown.</param>
/// <param name="RequestsInWindow">How many of them are used, in flight included.</param>
/// <param name="Tpm">Tokens per minute in force, given or learnt; null when unknown.</param>
/// <param name="TokensInWindow">How many of them are used, in flight included.</param>
/// <param name="Hold">Why nothing is sent at present; null when something may be.</param>
public sealed record LaneSnapshot(
    int Concurrency, int InFlight, long? Rpm, long RequestsInWindow, long? Tpm, long TokensInWindow, LaneHold? Hold);

/// <summary>A time during which a lane sends nothing.</summary>
/// <param name="Until">When it goes on.</param>
/// <param name="Reason">One clause for a person: <c>the server asked to wait 6 h</c>.</param>
/// <param name="IsParked">True for a long one, worth telling; false for one of some seconds.</param>
public sealed record LaneHold(DateTimeOffset Until, string Reason, bool IsParked);
