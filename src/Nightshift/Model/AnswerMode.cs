namespace Nightshift.Model;

/// <summary>How a row came to its answer (the <c>_mode</c> of the output). The numbers are stored: never change one.</summary>
public enum AnswerMode
{
    /// <summary>A live call.</summary>
    Live = 0,

    /// <summary>A provider's batch API.</summary>
    Batch = 1,

    /// <summary>The answer of an identical request of the same job: not sent, not paid.</summary>
    Duplicate = 2,

    /// <summary>The answer of an identical request of an earlier job: not sent, not paid.</summary>
    Cache = 3,
}
