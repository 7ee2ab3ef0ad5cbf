using Nightshift.Configuration;

namespace Nightshift.Cli;

/// <summary>What of the setup can be seen without a call: which keys are there. Never their values.</summary>
internal static class Setup
{
    public static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };

    public static IEnumerable<(string Provider, string Variable, bool IsSet)> Keys(string home)
    {
        var catalog = ConfigurationFile.Of(home).Catalog;
        foreach (var name in catalog.Names)
        {
            if (name != "sim" && catalog.Find(name)?.KeyVariable is { } variable)
                yield return (name, variable, IsSet(variable));
        }
    }
}
