using Nightshift.Providers;

namespace Nightshift.Configuration;

/// <summary>Makes a route of what <c>routes:</c> says of one: a model's name, and the models behind it.</summary>
/// <param name="path">The configuration file.</param>
/// <param name="providers">Those that members can be of.</param>
internal sealed class RouteConfiguration(string path, ProviderCatalog providers)
{
    /// <summary>The routes.</summary>
    /// <exception cref="ConfigurationException">One cannot be so; the message says what can.</exception>
    public IReadOnlyList<ModelRoute> Read(IReadOnlyDictionary<string, List<string?>?> shapes) => [.. shapes.Select(shape => Read(shape.Key, shape.Value ?? []))];

    private ModelRoute Read(string name, List<string?> members)
    {
        NameOf(name, name, "is not of the form provider/model, such as pool/gpt-5.4-mini");
        if (members.Count == 0)
            throw Fault(name, $"has no members; list them as provider/model: [openai/gpt-5.4-mini, azure/tickets-mini]");
        var models = members.Select(member => member?.Trim() ?? "").ToList();
        foreach (var model in models)
        {
            var member = NameOf(name, model, $"has the member '{model}', which is not of the form provider/model");
            if (providers.Find(member.Provider) is null)
                throw Fault(name, $"has the member '{model}', whose provider is not known{NearestName.Hint(member.Provider, providers.Names)}; a further account is added under providers: as in {member.Provider}: {{ as: openai, api_key_env: OTHER_KEY }}");
            if (member.IsOfEachLine || member.Provider == "sim")
                throw Fault(name, $"has the member '{model}', which cannot be one: {(member.IsOfEachLine ? "a member names its model" : "the simulator in this process has one account; `nightshift simulate` serves several under providers:")}");
        }

        return models.Distinct(StringComparer.OrdinalIgnoreCase).Count() == models.Count ? new ModelRoute(name, models) : throw Fault(name, "has a member twice");
    }

    private ModelName NameOf(string name, string model, string sentence)
    {
        try
        {
            return ModelName.Parse(model);
        }
        catch (ConnectionException)
        {
            throw Fault(name, sentence);
        }
    }

    private ConfigurationException Fault(string name, string sentence) => new($"{path}: the route '{name}' {sentence}");
}
