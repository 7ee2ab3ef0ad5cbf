using Nightshift.Model;

namespace Nightshift.Pricing;

/// <summary>The class of service by which a request is billed.</summary>
public enum PriceClass
{
    /// <summary>A live call.</summary>
    Live,

    /// <summary>A provider's batch API.</summary>
    Batch,

    /// <summary>A live call that may wait, at the batch rates (OpenAI's <c>flex</c>, pricing page 2026-07-15) unless it is listed by itself.</summary>
    Flex,

    /// <summary>A live call that goes first, for more.</summary>
    Priority,
}

/// <summary>How a request's class is told.</summary>
public static class PriceClasses
{
    /// <summary>The class of a request that was sent in a mode, as the answer confirms it.</summary>
    /// <param name="mode">Live or batch.</param>
    /// <param name="serviceTier">What the answer says of its service tier (<c>flex</c>, <c>priority</c>, <c>batch</c>); null when it says nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mode is one in which nothing is sent, so that nothing has a price.</exception>
    public static PriceClass Of(AnswerMode mode, string? serviceTier) => (mode, serviceTier) switch
    {
        (AnswerMode.Live or AnswerMode.Batch, "flex") => PriceClass.Flex,
        (AnswerMode.Live or AnswerMode.Batch, "priority") => PriceClass.Priority,
        (AnswerMode.Live, "batch") or (AnswerMode.Batch, _) => PriceClass.Batch,
        (AnswerMode.Live, _) => PriceClass.Live,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "only live calls and batches have a price"),
    };
}
