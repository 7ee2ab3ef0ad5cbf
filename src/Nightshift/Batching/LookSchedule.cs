using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>How often a batch is looked at: soon at first, more seldom the longer it takes, never oftener than its provider asks.</summary>
internal static class LookSchedule
{
    /// <summary>The longest interval: results are not left lying for long.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>What is being cancelled ends within minutes, however old it is (10 at the most with OpenAI, 2026-11).</summary>
    private static readonly TimeSpan WhileCancelling = TimeSpan.FromMinutes(2);

    private const int PartOfAge = 10;

    /// <summary>The wait before something that must be there, and is not, is asked for again.</summary>
    /// <param name="terms">How soon the provider is looked at.</param>
    /// <param name="tries">How often it was missing before.</param>
    public static TimeSpan Again(BatchTerms terms, int tries)
    {
        var wait = terms.FirstLook * Math.Pow(2, tries);
        return wait > Longest ? Longest : wait;
    }

    /// <summary>The wait until the next look.</summary>
    /// <param name="terms">When the first look is due.</param>
    /// <param name="age">How long the batch has been at the provider.</param>
    /// <param name="asked">What the provider asked for; null when it did not.</param>
    /// <param name="isCancelling">Whether it was asked to cancel.</param>
    public static TimeSpan Next(BatchTerms terms, TimeSpan age, TimeSpan? asked, bool isCancelling = false)
    {
        var wait = age / PartOfAge;
        var longest = isCancelling ? WhileCancelling : Longest;
        wait = wait < terms.FirstLook ? terms.FirstLook : wait > longest ? longest : wait;
        return asked > wait ? asked.Value : wait;
    }
}
