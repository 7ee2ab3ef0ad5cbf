using Nightshift.Limits;
using Nightshift.Providers;

namespace Nightshift.Engine;

/// <summary>How an account's live calls are doing.</summary>
/// <param name="Model">Whose.</param>
/// <param name="Gate">Concurrency, limits, parking.</param>
/// <param name="Out">Why it is out; null while it is not.</param>
public sealed record LaneStanding(ModelName Model, LaneSnapshot Gate, string? Out);
