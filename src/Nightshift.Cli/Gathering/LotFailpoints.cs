namespace Nightshift.Cli.Gathering;

/// <summary>Where a crash would hurt the output of a lot; the name is what <c>NIGHTSHIFT_FAILPOINT</c> takes.</summary>
internal static class LotFailpoints
{
    /// <summary>The job has ended and the lot is not struck out: the next start must see that the output is there.</summary>
    public const string WorkedOn = "lot-worked-on";
}
