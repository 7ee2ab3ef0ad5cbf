namespace Nightshift.Providers;

/// <summary>The simulator: the command line starts one in its own process and gives its address; a library user points to theirs.</summary>
internal static class Simulated
{
    public static Provider Provider { get; } = new()
    {
        Name = "sim",
        BaseAddress = null,
        KeyVariable = "NIGHTSHIFT_SIM_KEY",
        BaseAddressVariable = "NIGHTSHIFT_SIM_BASE_URL",
        Batch = OpenAi.CompatibleBatch with
        {
            Discount = 0.5m,
            Endpoints = ["chat"],
            Caveats = ["A batch of the simulator in this process is gone with it: its rows are sent again by the next one."],
            FirstLook = TimeSpan.FromSeconds(1),
            ListLag = TimeSpan.FromSeconds(1),
            Patience = 2,
            Source = "docs/simulator.md",
            AsOf = new DateOnly(2026, 11, 21),
        },
    };
}
