namespace Nightshift.Tests.Routing;

/// <summary>What becomes of a batch, drawn before anybody knows it.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Takes">When it would end by itself.</param>
/// <param name="Done">The part of its rows that is done when it ends.</param>
/// <param name="Cancelling">How long a cancelling takes.</param>
internal sealed record SimulatedBatch(long Rows, TimeSpan Takes, double Done, TimeSpan Cancelling)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>Most come back within an hour or two; some take half a day, some expire half done, some are lost.</summary>
    public static SimulatedBatch Draw(Random random, long rows)
    {
        var cancelling = TimeSpan.FromMinutes(1 + (9 * random.NextDouble()));
        return random.NextDouble() switch
        {
            < 0.85 => new(rows, TimeSpan.FromHours(0.7 * Math.Exp(0.6 * Normal(random))), 1, cancelling),
            < 0.94 => new(rows, TimeSpan.FromHours(6 + (16 * random.NextDouble())), 1, cancelling),
            < 0.98 => new(rows, Window, 0.3 + (0.5 * random.NextDouble()), cancelling),
            _ => new(rows, Window, 0, cancelling),
        };
    }

    /// <summary>Rows that are done at an age: evenly over its time.</summary>
    public long DoneAt(TimeSpan age) => (long)(Rows * Done * Math.Clamp(age / Takes, 0, 1));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
