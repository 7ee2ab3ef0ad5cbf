using System.Security.Cryptography;
using System.Text;
using Nightshift.Model;
using Nightshift.Protocols.Batches;
using Nightshift.Providers;

namespace Nightshift.Batching;

/// <summary>A provider account's batch API: what a job's batches go through.</summary>
internal sealed class BatchLane : IDisposable
{
    private readonly HttpMessageInvoker _transport;

    /// <summary>Opens the lane; the transport is its own from now on.</summary>
    /// <exception cref="ConnectionException">The provider has no batch API, or where it is depends on something that is not set.</exception>
    public BatchLane(Connection connection, HttpMessageInvoker transport, TimeProvider time)
    {
        Connection = connection;
        _transport = transport;
        Terms = TermsOf(connection);
        Channel = new BatchChannel(transport, connection.BatchAddress, () => connection.Key, connection.Provider.Protocol.Authorize, time);
        Account = $"{connection.Destination}#{Fingerprint(connection.Key)}";
    }

    /// <summary>What the provider's batch API takes and promises.</summary>
    /// <exception cref="ConnectionException">It has none.</exception>
    public static BatchTerms TermsOf(Connection connection) => connection.Provider.Batch ?? throw new ConnectionException(
        $"{connection.Provider.Name} has no batch API; use --strategy fastest, or another provider (`nightshift providers` shows which have one)") { IsMisuse = true };

    /// <summary>Whether a batch is where a connection leads, with whichever key it was made.</summary>
    public static bool IsAt(Batch batch, Connection connection) => batch.Account.StartsWith($"{connection.Destination}#", StringComparison.Ordinal);

    public Connection Connection { get; }

    public BatchTerms Terms { get; }

    public BatchProtocol Protocol => Terms.Protocol;

    public BatchChannel Channel { get; }

    /// <summary>Whose batches they are: a batch can only be seen with a key of the account that made it.</summary>
    public string Account { get; }

    public void Dispose() => _transport.Dispose();

    /// <summary>Tells keys apart without telling the key: 32 bits of its hash.</summary>
    private static string Fingerprint(string? key) =>
        key is null ? "none" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"nightshift account {key}")).AsSpan(0, 4));
}
