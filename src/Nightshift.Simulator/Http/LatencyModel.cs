using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Http;

/// <summary>How long a call's answer takes.</summary>
internal static class LatencyModel
{
    private const ulong First = 0x1A7E;
    private const ulong Second = 0x1A7F;

    public static TimeSpan Of(SimulatorOptions options, ulong prompt, int inFlight, int? knee)
    {
        if (options.Latency == TimeSpan.Zero)
            return TimeSpan.Zero;
        var factor = options.LatencyDistribution switch
        {
            LatencyDistribution.Uniform => 1 + (options.LatencySpread * ((2 * Dice.Roll(options.Seed, First, prompt, 0)) - 1)),
            LatencyDistribution.LogNormal => Math.Exp(options.LatencySpread * Normal(options.Seed, prompt)),
            _ => 1,
        };
        return options.Latency * factor * Crowding(knee, inFlight);
    }

    private static double Crowding(int? knee, int inFlight) => inFlight > knee ? (double)inFlight / knee.Value : 1;

    // Box–Muller: two even draws make a normal one.
    private static double Normal(int seed, ulong prompt) =>
        Math.Sqrt(-2 * Math.Log(1 - Dice.Roll(seed, First, prompt, 0))) * Math.Cos(2 * Math.PI * Dice.Roll(seed, Second, prompt, 0));
}
