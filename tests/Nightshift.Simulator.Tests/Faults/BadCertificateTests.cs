using System.Security.Authentication;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;

namespace Nightshift.Simulator.Tests.Faults;

public sealed class BadCertificateTests
{
    [Fact]
    public async Task A_client_that_looks_at_certificates_sends_nothing()
    {
        await using var server = await StartAsync("tls-bad-certificate");
        (await Should.ThrowAsync<HttpRequestException>(server.AskByTls("x"))).InnerException.ShouldBeOfType<AuthenticationException>().Message.ShouldContain("certificate");
        (server.Ledger.Totals.Faults["tls-bad-certificate"], server.Ledger.Totals.BadCertificatesTaken, server.Ledger.Totals.Arrived).ShouldBe((1, 0, 0));
    }

    [Fact]
    public async Task A_client_that_does_not_look_is_found_out()
    {
        await using var server = await StartAsync("tls-bad-certificate");
        await Should.ThrowAsync<HttpRequestException>(server.AskByTls("x", looks: false));
        server.Ledger.Totals.BadCertificatesTaken.ShouldBe(1);
        server.Ledger.Clear();
        server.Ledger.Totals.BadCertificatesTaken.ShouldBe(0);
    }

    [Fact]
    public async Task It_meets_the_connections_that_fit_and_leaves_plain_HTTP_alone()
    {
        await using var server = await StartAsync("tls-bad-certificate:nth=2");
        for (var connection = 0; connection < 3; connection++)
            await Should.ThrowAsync<HttpRequestException>(server.AskByTls("x"));
        (await server.Ask("plain")).Text.ShouldBe("plain");
        server.Ledger.Totals.Faults["tls-bad-certificate"].ShouldBe(1);
    }

    private static Task<SimulatorServer> StartAsync(string fault) => SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse(fault)] });
}
