using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Faults;

/// <summary>
/// Meets the clients that come by TLS to the port of plain HTTP: shows them a bad certificate and sees whether they send anything all the
/// same. The others pass.
/// </summary>
internal sealed class CertificateShow(Provider provider)
{
    private const byte HandshakeRecord = 22;

    private readonly Lazy<X509Certificate2> _certificate = new(Make);
    private long _connections;

    public async Task Meet(ConnectionContext connection, ConnectionDelegate next)
    {
        var hello = await connection.Transport.Input.ReadAsync(connection.ConnectionClosed);
        var isTls = !hello.Buffer.IsEmpty && hello.Buffer.FirstSpan[0] == HandshakeRecord;
        connection.Transport.Input.AdvanceTo(hello.Buffer.Start);
        if (!isTls)
            await next(connection);
        else if (provider.Planner.Certificate(Interlocked.Increment(ref _connections), provider.Elapsed) is { } rule)
            await Show(connection, rule.Fault);
    }

    private async Task Show(ConnectionContext connection, string fault)
    {
        await using var stream = new SslStream(new PipeStream(connection.Transport));
        // Counted before the client can know of it.
        provider.Ledger.ShowsCertificate(fault);
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate.Value }, connection.ConnectionClosed);
            // With TLS 1.3 a client may first end the handshake and then look at the certificate: only what it sends says that it took it.
            if (await stream.ReadAsync(new byte[1], connection.ConnectionClosed) > 0)
                provider.Ledger.CertificateIsTaken();
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException or OperationCanceledException)
        {
            // As it should be.
        }
    }

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=elsewhere.invalid", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2002, 1, 1, 0, 0, 0, TimeSpan.Zero));
        // Windows serves no key that was never in a store or a file.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }
}
