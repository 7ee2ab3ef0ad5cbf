namespace Nightshift.Gathering;

/// <summary>The lot of a queue that collects.</summary>
/// <param name="Number">Its number in the queue, from 1; 0 before the first.</param>
/// <param name="Requests">How many are in it.</param>
/// <param name="Bytes">Of its file.</param>
/// <param name="OpenedAt">When its oldest request came; meaningless without one.</param>
public sealed record OpenLot(long Number, long Requests, long Bytes, DateTimeOffset OpenedAt);

/// <summary>A lot that collects no more, and that no job has yet.</summary>
/// <param name="Number">Its number in the queue.</param>
/// <param name="Path">Its file: one row a line.</param>
public sealed record ClosedLot(long Number, string Path);

/// <summary>How a queue stands.</summary>
/// <param name="Open">The lot that collects.</param>
/// <param name="Decision">What its rule says of it.</param>
/// <param name="Closed">Lots that wait for a job, oldest first.</param>
public sealed record QueueStanding(OpenLot Open, LotDecision Decision, IReadOnlyList<ClosedLot> Closed);
