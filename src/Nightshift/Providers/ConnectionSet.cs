namespace Nightshift.Providers;

/// <summary>The accounts through which a model is reached: one, or those of a route.</summary>
public sealed record ConnectionSet
{
    /// <summary>What the destination of a route begins with; no provider's name has a space.</summary>
    internal const string RouteMark = "route ";

    private ConnectionSet(string destination, IReadOnlyList<Connection> known)
    {
        Destination = destination;
        Known = known;
        Usable = known;
    }

    /// <summary>What tells destinations apart when requests are compared: that of the one connection, or the route's name.</summary>
    public string Destination { get; }

    /// <summary>The route's name; null when the model is one account's.</summary>
    public ModelName? Route { get; private init; }

    /// <summary>All of them, in the order of the configuration.</summary>
    public IReadOnlyList<Connection> Known { get; }

    /// <summary>Those that can be called as things are.</summary>
    public IReadOnlyList<Connection> Usable { get; private init; }

    /// <summary>Those that cannot, and why.</summary>
    public IReadOnlyList<(ModelName Model, string Why)> Unusable { get; private init; } = [];

    /// <summary>The one by whose wire format requests are checked and compared, whoever gets them.</summary>
    public Connection First => Known[0];

    /// <summary>Finds out where a model is reached, for those who will not call it: keys need not be there.</summary>
    /// <param name="model"><c>provider/model</c>, or the name of a route.</param>
    /// <param name="baseAddress">The address that the user gave for this run; null for the variable's, or the provider's own.</param>
    /// <param name="catalog">The providers and routes.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <exception cref="ConnectionException">Unknown provider, no address; or an address for a route, whose members have their own.</exception>
    public static ConnectionSet Locate(string model, string? baseAddress, ProviderCatalog catalog, Func<string, string?> environment)
    {
        if (catalog.FindRoute(model) is not { } route)
            return Of(Connection.Locate(model, baseAddress, catalog, environment));
        if (baseAddress is not null)
            throw new ConnectionException($"{model} is a route, whose members have addresses of their own in nightshift.yaml; leave --base-url out") { IsMisuse = true };
        return new ConnectionSet($"{RouteMark}{route.Name}", [.. route.Models.Select(member => Connection.Locate(member, null, catalog, environment))])
        {
            Route = ModelName.Parse(route.Name),
        };
    }

    /// <summary>Finds out where and with which keys a model is reached. Of a route, members without a key are left out, as long as one has its own.</summary>
    /// <param name="model"><c>provider/model</c>, or the name of a route.</param>
    /// <param name="baseAddress">The address that the user gave for this run; null for the variable's, or the provider's own.</param>
    /// <param name="catalog">The providers and routes.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <param name="allowInsecure">Whether a key may go over plain HTTP to another machine.</param>
    /// <exception cref="ConnectionException">Unknown provider, no address, no key, or a key that would go out in the clear.</exception>
    public static ConnectionSet Resolve(string model, string? baseAddress, ProviderCatalog catalog, Func<string, string?> environment, bool allowInsecure = false)
    {
        var all = Locate(model, baseAddress, catalog, environment);
        var faults = all.Known.Select(connection => (Connection: connection, Fault: connection.FindFault(allowInsecure))).Where(one => one.Fault is not null).ToList();
        if (faults.Count == all.Known.Count)
            throw faults[0].Fault!;
        return all with
        {
            Usable = [.. all.Known.Except(faults.Select(one => one.Connection))],
            Unusable = [.. faults.Select(one => (one.Connection.Model, one.Fault!.Message))],
        };
    }

    private static ConnectionSet Of(Connection connection) => new(connection.Destination, [connection]);
}
