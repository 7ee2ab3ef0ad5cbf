using Nightshift.Limits;
using Nightshift.Model;

namespace Nightshift.Sending;

/// <summary>A call's outcome with the facts around it.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="StartedAt">When it was sent.</param>
/// <param name="Duration">Until the answer was read whole, or given up.</param>
internal sealed record SendReport(Outcome Outcome, DateTimeOffset StartedAt, TimeSpan Duration)
{
    /// <summary>The HTTP status; null when there was no complete response.</summary>
    public int? Status { get; init; }

    /// <summary>The provider's id for the call.</summary>
    public string? RequestId { get; init; }

    /// <summary>The clock's timestamp when the response's headers came; null when none did.</summary>
    public long? HeadersAt { get; init; }

    /// <summary>How it was sent, and so what it costs: live or in a batch.</summary>
    public AnswerMode Mode { get; init; } = AnswerMode.Live;

    /// <summary>The batch whose line it is; null for a live call.</summary>
    public BatchId? Batch { get; init; }

    /// <summary>The rate limits that the response told.</summary>
    public ServerLimits? Limits { get; init; }
}
