namespace Nightshift.Gathering;

/// <summary>A request for a queue.</summary>
/// <param name="Row">Its row: one JSON object in UTF-8.</param>
/// <param name="Id">By which it can be asked about, when it is not in the row's id column; null there too for one that is made.</param>
/// <param name="Line">Where it stands in the caller's input, for messages; null when there is no such place.</param>
public sealed record QueueRequest(ReadOnlyMemory<byte> Row, string? Id = null, long? Line = null);

/// <summary>What became of requests that were put into a queue together: all of them are on the disk.</summary>
/// <param name="Lot">The lot that they are in.</param>
/// <param name="IsClosed">Whether they filled it: it is closed, and waits for its job.</param>
/// <param name="Requests">In their order.</param>
public sealed record Enqueued(long Lot, bool IsClosed, IReadOnlyList<EnqueuedRequest> Requests);

/// <summary>A request that is in a queue.</summary>
/// <param name="Id">By which it can be asked about.</param>
/// <param name="IsNew">Whether it is there since now; otherwise the lot had the same row under the same id already.</param>
public readonly record struct EnqueuedRequest(string Id, bool IsNew);

/// <summary>A request that no job has yet.</summary>
/// <param name="Lot">The lot that it is in.</param>
/// <param name="IsClosed">Whether that collects no more.</param>
/// <param name="Row">Its row, with its id.</param>
public sealed record WaitingRequest(long Lot, bool IsClosed, ReadOnlyMemory<byte> Row);
