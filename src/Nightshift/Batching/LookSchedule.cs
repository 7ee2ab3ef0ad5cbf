using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>How often a batch is looked at: soon at first, more seldom the longer it takes, never oftener than its provider asks.</summary>
internal static class LookSchedule
{
    /// <summary>The longest interval: results are not left lying for long.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private const int PartOfAge = 10;

    /// <summary>The wait until the next look.</summary>
    /// <param name="terms">When the first look is due.</param>
    /// <param name="age">How long the batch has been at the provider.</param>
    /// <param name="asked">What the provider asked for; null when it did not.</param>
    public static TimeSpan Next(BatchTerms terms, TimeSpan age, TimeSpan? asked)
    {
        var wait = age / PartOfAge;
        wait = wait < terms.FirstLook ? terms.FirstLook : wait > Longest ? Longest : wait;
        return asked > wait ? asked.Value : wait;
    }
}
