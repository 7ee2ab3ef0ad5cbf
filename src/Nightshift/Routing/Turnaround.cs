using Nightshift.Model;

namespace Nightshift.Routing;

/// <summary>
/// How long batches take, from how long they took: those of the same account and model, of like size and hour where there are enough. While
/// there are few, what is published stands beside them.
/// </summary>
internal sealed class Turnaround
{
    /// <summary>So many of its own are enough.</summary>
    private const int Enough = 30;

    /// <summary>So many alike are enough to leave out the others.</summary>
    private const int EnoughAlike = 10;

    /// <summary>Alike in size: within so many times as many rows.</summary>
    private const int SizeFactor = 4;

    private static readonly TimeSpan LikeHour = TimeSpan.FromHours(4);

    /// <summary>
    /// Anthropic: "most batches finish within 1 hour"; OpenAI and Gemini: "often much quicker" than their 24 hours (documentation, seen 2026-11).
    /// </summary>
    private static readonly TimeSpan[] Published = [.. new[] { 0.15, 0.3, 0.5, 0.7, 0.9, 1, 1.5, 3, 8, 24 }.Select(TimeSpan.FromHours)];

    private readonly TimeSpan[] _seen;

    private Turnaround(IEnumerable<TimeSpan> seen) => _seen = [.. seen.Order()];

    /// <summary>Batches that it knows, published ones aside.</summary>
    public int Known { get; private init; }

    /// <summary>From batches that ended.</summary>
    /// <param name="batches">Those of the account and model.</param>
    /// <param name="rows">About how many rows the next one has.</param>
    /// <param name="now">When it would go.</param>
    public static Turnaround Of(IEnumerable<Batch> batches, long rows, DateTimeOffset now)
    {
        var ended = batches.Where(batch => batch is { SubmittedAt: not null, EndedAt: not null, FaultCode: null or "expired", CancelAsked: false }).ToList();
        var alike = ended.Where(batch => batch.Rows <= rows * SizeFactor && batch.Rows >= rows / SizeFactor && IsLikeHour(batch.SubmittedAt!.Value, now)).ToList();
        return Of((alike.Count >= EnoughAlike ? alike : ended).Select(batch => batch.EndedAt!.Value - batch.SubmittedAt!.Value));
    }

    /// <summary>From how long they took.</summary>
    public static Turnaround Of(IEnumerable<TimeSpan> seen)
    {
        var known = seen.ToList();
        return new Turnaround(known.Count >= Enough ? known : known.Concat(Published)) { Known = known.Count };
    }

    /// <summary>The time within which nearly all of them end.</summary>
    public TimeSpan Usual => Within(0.95);

    /// <summary>The time within which such a part of the batches ends.</summary>
    public TimeSpan Within(double share) => _seen[Math.Clamp((int)Math.Ceiling(share * _seen.Length) - 1, 0, _seen.Length - 1)];

    /// <summary>How likely a batch that has not ended by an age ends within so much more time.</summary>
    public double Chance(TimeSpan age, TimeSpan within)
    {
        var open = _seen.Count(took => took > age);
        return open == 0 ? 0 : _seen.Count(took => took > age && took <= age + within) / (double)open;
    }

    /// <summary>Whether a batch of that age is far beyond all that is usual.</summary>
    public bool IsOverdue(TimeSpan age) => age > 2 * Usual;

    private static bool IsLikeHour(DateTimeOffset one, DateTimeOffset other)
    {
        var apart = (one.UtcDateTime.TimeOfDay - other.UtcDateTime.TimeOfDay).Duration();
        return apart <= LikeHour || apart >= TimeSpan.FromDays(1) - LikeHour;
    }
}
