namespace Nightshift.Engine.Estimating;

/// <summary>Square roots in decimals: what a row costs can be a millionth of a dollar, and is never floating point.</summary>
internal static class SquareRoot
{
    private const int MostSteps = 200;

    /// <summary>A millionth of it is near enough.</summary>
    private const decimal Near = 0.000001m;

    /// <summary>The root, by Newton's way.</summary>
    /// <param name="square">0 or more.</param>
    public static decimal Of(decimal square)
    {
        if (square <= 0)
            return 0;
        var root = Math.Max(1, square);
        for (var step = 0; step < MostSteps; step++)
        {
            var next = (root + (square / root)) / 2;
            if (next == 0 || Math.Abs(next - root) <= next * Near)
                return next;
            root = next;
        }

        return root;
    }
}
