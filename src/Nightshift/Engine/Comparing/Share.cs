using Nightshift.Engine.Estimating;

namespace Nightshift.Engine.Comparing;

/// <summary>A part of some rows.</summary>
/// <param name="Part">How many.</param>
/// <param name="Of">Of how many.</param>
public readonly record struct Share(long Part, long Of)
{
    /// <summary>Nineteen times of twenty.</summary>
    private const decimal Z = 1.96m;

    /// <summary>From 0 to 1; 0 of nothing is 0.</summary>
    public decimal Value => Of == 0 ? 0 : (decimal)Part / Of;

    /// <summary>In percent.</summary>
    public decimal Percent => 100 * Value;

    /// <summary>
    /// Between which two the share of all rows lies, 19 times of 20, when these were drawn from them: Wilson's interval, which holds for few
    /// rows and for shares near 0 and 1 too.
    /// </summary>
    public (decimal Low, decimal High) Range
    {
        get
        {
            if (Of == 0)
                return (0, 1);
            var weight = 1 + (Z * Z / Of);
            var centre = (Value + (Z * Z / (2 * Of))) / weight;
            var reach = Z * SquareRoot.Of((Value * (1 - Value) / Of) + (Z * Z / (4m * Of * Of))) / weight;
            return (Part == 0 ? 0 : Math.Max(0, centre - reach), Part == Of ? 1 : Math.Min(1, centre + reach));
        }
    }

    /// <summary>Whether these rows leave open which of two shares is the larger one.</summary>
    public bool MayBe(Share other) => Range.Low <= other.Range.High && other.Range.Low <= Range.High;
}
