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
    };
}
