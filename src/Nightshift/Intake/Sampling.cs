namespace Nightshift.Intake;

/// <summary>Some rows of an input, spread evenly over it.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Of">How many the input has.</param>
public sealed record Sampling(long Rows, long Of)
{
    /// <summary>Whether a row is one of them.</summary>
    /// <param name="place">Its place in the input, from 0.</param>
    public bool Takes(long place) => place < Of && (Int128)(place + 1) * Rows / Of > (Int128)place * Rows / Of;
}
