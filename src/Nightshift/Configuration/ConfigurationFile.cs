using Nightshift.Alerting;
using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Providers;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Nightshift.Configuration;

/// <summary>
/// What <c>nightshift.yaml</c> says: providers, routes and prices of the user's own, or other than the built-in ones; budgets; receivers of alerts. The file is read from the home
/// folder or where the user points; never from the current folder by itself, where a stranger's repository could send keys elsewhere.
/// </summary>
public sealed record ConfigurationFile
{
    private const string Name = "nightshift.yaml";

    /// <summary>Providers beyond the built-in ones, and built-in ones that are to be otherwise.</summary>
    public IReadOnlyList<Provider> Providers { get; private init; } = [];

    /// <summary>The built-in providers, those of the file, and its routes.</summary>
    public ProviderCatalog Catalog { get; private init; } = new();

    /// <summary>The shipped prices, with what the file says to be otherwise.</summary>
    public PriceBook Prices { get; private init; } = PriceBook.Default;

    /// <summary>What may be spent over all jobs.</summary>
    public IReadOnlyList<Budget> Budgets { get; private init; } = [];

    /// <summary>Who wants to know what happens.</summary>
    public IReadOnlyList<AlertReceiver> Alerts { get; private init; } = [];

    /// <summary>Where the file of a home folder is, whether it is there or not.</summary>
    public static string PathIn(string home) => Path.Combine(home, Name);

    /// <summary>The configuration of a home folder; without a file, everything is as it comes.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read or has a fault; the message says where.</exception>
    public static ConfigurationFile Of(string home) => File.Exists(PathIn(home)) ? Load(PathIn(home)) : new();

    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read or has a fault; the message says where.</exception>
    public static ConfigurationFile Load(string path)
    {
        try
        {
            var reader = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithTypeConverter(new BatchEntry.Reader()).WithTypeConverter(new WordsEntry.Reader()).Build();
            var file = reader.Deserialize<FileShape?>(File.ReadAllText(path)) ?? new();
            IReadOnlyList<Provider> providers = [.. file.Providers.Select(entry => ProviderConfiguration.Read(path, entry.Key, entry.Value)).Select(provider => PricedBy(file, provider))];
            var catalog = new ProviderCatalog(providers);
            return new ConfigurationFile
            {
                Providers = providers,
                Catalog = new ProviderCatalog(providers, new RouteConfiguration(path, catalog).Read(file.Routes)),
                Prices = new PriceConfiguration(path, catalog).Read(file.Prices),
                Budgets = [.. file.Budgets.Select((shape, place) => BudgetConfiguration.Read(path, place, shape ?? new()))],
                Alerts = AlertConfiguration.Read(path, file.Alerts),
            };
        }
        catch (YamlException e)
        {
            throw new ConfigurationException($"{path}, line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path} cannot be read: {e.Message}");
        }
    }

    /// <summary>An account with prices of its own has no other's.</summary>
    private static Provider PricedBy(FileShape file, Provider provider) =>
        file.Prices.Keys.Any(name => name.StartsWith($"{provider.Name}/", StringComparison.OrdinalIgnoreCase)) ? provider with { SamePricesAs = null } : provider;

    private sealed class FileShape
    {
        public Dictionary<string, ProviderShape?> Providers { get; init; } = [];

        public Dictionary<string, List<string?>?> Routes { get; init; } = [];

        public Dictionary<string, PriceShape?> Prices { get; init; } = [];

        public List<BudgetShape?> Budgets { get; init; } = [];

        public List<AlertShape?> Alerts { get; init; } = [];
    }
}
