using Nightshift.Providers;

namespace Nightshift.Cli;

/// <summary>What of the setup can be seen without a call: which keys are there. Never their values.</summary>
internal static class Setup
{
    public static string ConfigurationOf(string home) => Path.Combine(home, "nightshift.yaml");

    public static IReadOnlyList<Provider> Configured(string home) =>
        File.Exists(ConfigurationOf(home)) ? ProviderFile.Load(ConfigurationOf(home)) : [];

    public static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };

    public static IEnumerable<(string Provider, string Variable, bool IsSet)> Keys(string home)
    {
        var catalog = new ProviderCatalog(Configured(home));
        foreach (var name in catalog.Names)
        {
            if (name != "sim" && catalog.Find(name)?.KeyVariable is { } variable)
                yield return (name, variable, IsSet(variable));
        }
    }
}
