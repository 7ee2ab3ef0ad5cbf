namespace Nightshift.Model;

/// <summary>The lot of a queue that a job was made of. It makes the job another than that of any other lot, whatever their rows are.</summary>
/// <param name="Queue">What the queue is called.</param>
/// <param name="QueueId">Tells it from queues that have had the name before.</param>
/// <param name="Number">The lot's number in the queue.</param>
public sealed record LotOrigin(string Queue, string QueueId, long Number);
