using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Configuration;
using Nightshift.Engine;
using Nightshift.Providers;

namespace Nightshift.Cli.Options;

/// <summary>Several models, to be tried on the same rows.</summary>
internal static class ModelsOption
{
    public static readonly Option<string[]> Models = new("--models")
    {
        Description = "provider/model of each, such as openai/gpt-5.4-nano,anthropic/claude-sonnet-4-5; in place of the task's own",
        HelpName = "a,b,c",
    };

    /// <summary>The models in the order in which they were given, each once.</summary>
    /// <exception cref="UsageException">There is none, or one is not of the form <c>provider/model</c>.</exception>
    public static IReadOnlyList<string> Of(ParseResult parse)
    {
        var given = (parse.GetValue(Models) ?? []).SelectMany(models => models.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (given.Count == 0)
            throw new UsageException("say which models to compare, as in: --models openai/gpt-5.4-nano,openai/gpt-5.4-mini,anthropic/claude-sonnet-4-5");
        // Providers are found whatever the letter case; models are not.
        var models = given.DistinctBy(model => ModelName.Parse(model) is var name ? (name.Provider.ToLowerInvariant(), name.Model) : default).ToList();
        foreach (var twice in given.Except(models).Concat(given.GroupBy(model => model).Where(same => same.Count() > 1).Select(same => same.Key)).Distinct())
            Screen.Say($"{twice} is in --models twice; it is asked once.");
        return models;
    }

    /// <summary>Finds out, before anything is sent or stored, whether each of them can be called: its provider is known, has an address, and a key where it needs one.</summary>
    /// <exception cref="UsageException">One address is given for the models of several providers.</exception>
    /// <exception cref="ConnectionException">Some cannot; the message has them all.</exception>
    public static void Check(IReadOnlyList<string> models, JobRequest request, string home)
    {
        var providers = models.Select(model => ModelName.Parse(model).Provider).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (request.BaseUrl is not null && providers.Count > 1)
            throw new UsageException($"--base-url is one address, and these models are of {string.Join(", ", providers)}; give each provider its own in its variable (OPENAI_BASE_URL, …) or in nightshift.yaml");
        var catalog = ConfigurationFile.Of(home).Catalog;
        var faults = new List<(string Model, ConnectionException Fault)>();
        foreach (var model in models)
        {
            try
            {
                ConnectionSet.Resolve(model, request.BaseUrl, catalog, Session.Surroundings, request.AllowInsecure);
            }
            catch (ConnectionException fault)
            {
                faults.Add((model, fault));
            }
        }

        if (faults.Count > 0)
        {
            throw new ConnectionException($"nothing was sent: {faults.Count} of {models.Count} models cannot be called\n{string.Join('\n', faults.Select(one => $"  {one.Model}: {one.Fault.Message}"))}")
            {
                IsMisuse = faults.Exists(one => one.Fault.IsMisuse),
            };
        }
    }
}
