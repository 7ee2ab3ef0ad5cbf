using System.Net;

namespace Nightshift.Providers;

/// <summary>A provider as this run reaches it: the address that is really dialled, the key, the model on the wire.</summary>
public sealed class Connection
{
    private readonly Func<string, string?> _environment;

    private Connection(Provider provider, ModelName model, Uri baseAddress, Func<string, string?> environment)
    {
        Provider = provider;
        Model = model;
        BaseAddress = baseAddress;
        _environment = environment;
    }

    /// <summary>Who.</summary>
    public Provider Provider { get; }

    /// <summary>The model.</summary>
    public ModelName Model { get; }

    /// <summary>Without a trailing slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>What tells destinations apart when requests are compared: the provider's name, and the address unless it is the provider's own.</summary>
    public string Destination => BaseAddress == Provider.BaseAddress || IsSimulated
        ? Provider.Name
        : $"{Provider.Name} {BaseAddress}";

    /// <summary>Whether it is the simulator, which lives as long as its process.</summary>
    public bool IsSimulated => Provider.Name == Simulated.Provider.Name;

    /// <summary>The key as its source has it now, so that one that was rotated is picked up; null when none is set. Never stored, never logged.</summary>
    public string? Key => FromVariable(Provider.KeyVariable, _environment);

    /// <summary>Where live requests go.</summary>
    public Uri Endpoint => new($"{BaseAddress.AbsoluteUri.TrimEnd('/')}/{Provider.Protocol.Path(Model.Model)}");

    /// <summary>The base address of the batch API.</summary>
    /// <exception cref="ConnectionException">It depends on something that is not set.</exception>
    public Uri BatchAddress => Provider.Batch?.Address is { } address ? address(BaseAddress, name => FromVariable(name, _environment)) : BaseAddress;

    /// <summary>Finds out where and with which key a model is reached.</summary>
    /// <param name="model"><c>provider/model</c>.</param>
    /// <param name="baseAddress">The address that the user gave for this run; null for the variable's, or the provider's own.</param>
    /// <param name="catalog">The providers.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <param name="allowInsecure">Whether a key may go over plain HTTP to another machine.</param>
    /// <exception cref="ConnectionException">Unknown provider, no address, no key, or a key that would go out in the clear.</exception>
    public static Connection Resolve(
        string model, string? baseAddress, ProviderCatalog catalog, Func<string, string?> environment, bool allowInsecure = false)
    {
        var connection = Locate(model, baseAddress, catalog, environment);
        return connection.FindFault(allowInsecure) is { } fault ? throw fault : connection;
    }

    /// <summary>Finds out where a model is reached, for those who will not call it: a key need not be there.</summary>
    /// <inheritdoc cref="Resolve" path="/param"/>
    /// <exception cref="ConnectionException">Unknown provider, or no address.</exception>
    public static Connection Locate(string model, string? baseAddress, ProviderCatalog catalog, Func<string, string?> environment)
    {
        var name = ModelName.Parse(model);
        var provider = catalog.Find(name.Provider) ?? throw new ConnectionException(
            $"there is no provider '{name.Provider}'; there are: {string.Join(", ", catalog.Names)}. "
            + "Any OpenAI-compatible endpoint works as openai/<model> with --base-url") { IsMisuse = true };
        var address = Address(provider, baseAddress ?? FromVariable(provider.BaseAddressVariable, environment) ?? FromResource(provider.Resource, environment));
        return new Connection(provider, name, address, environment);
    }

    private static Uri Address(Provider provider, string? given)
    {
        if (given is null)
        {
            return provider.BaseAddress ?? throw new ConnectionException(
                $"no address is known for {provider.Name}; give it with --base-url or {provider.BaseAddressVariable}{(provider.Resource is { } resource ? $" or {resource.Name}" : "")}");
        }

        if (!Uri.TryCreate(given, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ConnectionException($"'{given}' is not an http or https address; for example http://127.0.0.1:8000/v1");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0)
            throw new ConnectionException("the base address must not carry a user, a password or a query; keys come from the environment");
        return address;
    }

    private static string? FromVariable(string? name, Func<string, string?> environment) =>
        name is not null && environment(name)?.Trim() is { Length: > 0 } value ? value : null;

    private static string? FromResource(ResourceVariable? resource, Func<string, string?> environment)
    {
        if (FromVariable(resource?.Name, environment)?.TrimEnd('/') is not { } address)
            return null;
        return address.EndsWith($"/{resource!.Path}", StringComparison.OrdinalIgnoreCase) ? address : $"{address}/{resource.Path}";
    }

    private static bool IsLoopback(Uri address) =>
        address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>Why it cannot be called as things are; null when it can.</summary>
    internal ConnectionException? FindFault(bool allowInsecure)
    {
        if (Key is null)
        {
            return Provider.KeyVariable is not null && (BaseAddress == Provider.BaseAddress || Provider.Resource is not null)
                ? new ConnectionException($"{Provider.KeyVariable} is not set; export {Provider.KeyVariable}=… with your {Provider.Name} key, then run the same command again")
                : null;
        }

        if (BaseAddress.Scheme == "http" && !IsLoopback(BaseAddress) && !allowInsecure)
            return new ConnectionException($"the key in {Provider.KeyVariable} would go to {BaseAddress.Host} unencrypted; use https, or --insecure-http if that network is yours");
        return Key.AsSpan().ContainsAny('\r', '\n', '\0') ? new ConnectionException($"the key in {Provider.KeyVariable} has a line break in it") : null;
    }
}
