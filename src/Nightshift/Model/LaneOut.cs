namespace Nightshift.Model;

/// <summary>An account of a route that a job does without for a while: its key is refused, its credit used up, its host out of reach, its budget spent.</summary>
/// <param name="Lane">Its model, as <c>provider/model</c>.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why, with the cure.</param>
public sealed record LaneOut(string Lane, DateTimeOffset Since, string Reason);
