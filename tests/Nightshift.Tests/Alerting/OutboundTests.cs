using System.Net;
using Nightshift.Alerting;
using Nightshift.Alerting.Outbound;
using Nightshift.Alerting.Receivers;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Alerting;

/// <summary>Where alerts may not go, whatever it is called.</summary>
public sealed class OutboundTests
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255", "1.0.0.0")]
    [InlineData("10.0.0.0", "10.255.255.255", "11.0.0.0")]
    [InlineData("100.64.0.0", "100.127.255.255", "100.128.0.0")]
    [InlineData("127.0.0.0", "127.255.255.255", "128.0.0.0")]
    [InlineData("169.254.0.0", "169.254.255.255", "169.255.0.0")]
    [InlineData("172.16.0.0", "172.31.255.255", "172.32.0.0")]
    [InlineData("192.0.0.0", "192.0.0.255", "192.0.1.0")]
    [InlineData("192.0.2.0", "192.0.2.255", "192.0.3.0")]
    [InlineData("192.88.99.0", "192.88.99.255", "192.88.100.0")]
    [InlineData("192.168.0.0", "192.168.255.255", "192.169.0.0")]
    [InlineData("198.18.0.0", "198.19.255.255", "198.20.0.0")]
    [InlineData("198.51.100.0", "198.51.100.255", "198.51.101.0")]
    [InlineData("203.0.113.0", "203.0.113.255", "203.0.114.0")]
    [InlineData("224.0.0.0", "255.255.255.255", "223.255.255.255")]
    [InlineData("::", "::ffff:ffff", "::1:0:0")]
    [InlineData("::ffff:0.0.0.0", "::ffff:255.255.255.255", "::fffe:ffff:ffff")]
    [InlineData("64:ff9b::", "64:ff9b::ffff:ffff", "64:ff9b::1:0:0")]
    [InlineData("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "64:ff9b:2::")]
    [InlineData("100::", "100::ffff:ffff:ffff:ffff", "100:0:0:1::")]
    [InlineData("2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "2001:1::")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [InlineData("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::")]
    [InlineData("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fbff::")]
    [InlineData("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe7f::")]
    [InlineData("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fbfe::")]
    [InlineData("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2a00:1450::1")]
    public void A_range_is_forbidden_from_its_first_to_its_last_address_and_no_further(string first, string last, string outside)
    {
        ForbiddenAddresses.Contains(IPAddress.Parse(first), []).ShouldBeTrue();
        ForbiddenAddresses.Contains(IPAddress.Parse(last), []).ShouldBeTrue();
        ForbiddenAddresses.Contains(IPAddress.Parse(outside), []).ShouldBeFalse();
    }

    [Fact]
    public void The_addresses_of_this_machine_are_forbidden_and_a_scope_hides_nothing()
    {
        ForbiddenAddresses.Contains(Public, [Public]).ShouldBeTrue();
        ForbiddenAddresses.Contains(Public, [IPAddress.Parse("93.184.216.35")]).ShouldBeFalse();
        ForbiddenAddresses.Contains(IPAddress.Parse("fe80::1%3"), []).ShouldBeTrue();
        ForbiddenAddresses.Contains(IPAddress.Parse("2a00:1450::1%3"), [IPAddress.Parse("2a00:1450::1")]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("017700000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("0")]
    [InlineData("[::1]")]
    [InlineData("[::]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("１２７.0.0.1")]
    [InlineData("127。0。0。1")]
    [InlineData("169.254.169.254")]
    [InlineData("0xa9fea9fe")]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("LOCALHOST")]
    [InlineData("metadata.example")]
    public async Task However_it_is_spelled_a_local_address_is_not_called(string host)
    {
        var called = false;
        await using var server = new HookServer(_ =>
        {
            called = true;
            return new HookAnswer.Says(200);
        });
        // As a system would resolve it; what is a literal never comes here.
        var post = new HttpPost(Lookup(_ => [IPAddress.Loopback]), _time);
        var end = Uri.TryCreate($"http://{host}:{server.Port}/", UriKind.Absolute, out var address)
            ? await post.SendAsync(address, new OutboundAllowance(Http: true, Private: false), [], [], CancellationToken.None)
            : null;
        if (end is not null)
            end.ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldContain("allow_private: true");
        called.ShouldBeFalse();
    }

    [Fact]
    public async Task One_forbidden_address_among_several_refuses_all()
    {
        var connector = new CheckedConnector(Lookup(_ => [Public, IPAddress.Parse("10.1.2.3")]), allowPrivate: false);
        await Should.ThrowAsync<OutboundException>(connector.ResolveAsync("two.example", CancellationToken.None));
        (await new CheckedConnector(Lookup(_ => [Public]), allowPrivate: false).ResolveAsync("one.example", CancellationToken.None)).ShouldBe([Public]);
        (await Should.ThrowAsync<OutboundException>(new CheckedConnector(Lookup(_ => []), allowPrivate: true).ResolveAsync("none.example", CancellationToken.None))).Message.ShouldContain("no address");
    }

    [Fact]
    public async Task A_name_that_means_something_else_at_every_look_is_looked_up_once_and_what_was_checked_is_called()
    {
        var looks = 0;
        await using var server = new HookServer();
        // Rebinding: harmless to whoever checks, local to whoever connects by name. This one is the other way round, so that a second look shows.
        var lookup = Lookup(_ => [Interlocked.Increment(ref looks) == 1 ? IPAddress.Loopback : Public]);
        var end = await new HttpPost(lookup, _time).SendAsync(new Uri($"http://rebinding.example:{server.Port}/"), new OutboundAllowance(true, true), [], [], CancellationToken.None);
        end.ShouldBeOfType<Arrival.Taken>();
        looks.ShouldBe(1);
        server.Came.ShouldHaveSingleItem().Headers["host"].ShouldBe($"rebinding.example:{server.Port}");

        // And every post looks anew: what was harmless the last time need not be now.
        looks = 0;
        var turning = new CheckedConnector(Lookup(_ => [Interlocked.Increment(ref looks) == 1 ? Public : IPAddress.Loopback]), allowPrivate: false);
        (await turning.ResolveAsync("rebinding.example", CancellationToken.None)).ShouldBe([Public]);
        await Should.ThrowAsync<OutboundException>(turning.ResolveAsync("rebinding.example", CancellationToken.None));
    }

    [Theory]
    [InlineData("http://example.com/hook", "plain HTTP")]
    [InlineData("ftp://example.com/hook", "neither https nor http")]
    [InlineData("file:///etc/passwd", "neither https nor http")]
    [InlineData("https://user:secret@example.com/hook", "user or password")]
    public async Task Only_https_is_called_unless_more_is_allowed(string address, string reason)
    {
        var lookup = Lookup(_ => throw new InvalidOperationException("nobody may look this up"));
        var end = await new HttpPost(lookup, _time).SendAsync(new Uri(address), default, [], [], CancellationToken.None);
        end.ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldContain(reason);
        end.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = new HookServer(_ => new HookAnswer.Says(302, Header: "Location: http://169.254.169.254/latest/meta-data\r\n"));
        (await PostAsync(server)).ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldContain("HTTP 302");
        server.Came.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_receiver_that_says_nothing_has_ten_seconds()
    {
        await using var server = new HookServer(_ =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return new HookAnswer.Nothing();
        });
        (await PostAsync(server)).ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldBe("no answer within 10 s");
    }

    [Fact]
    public async Task What_the_receiver_says_is_shown_in_short_and_never_its_own_address()
    {
        await using var talks = new HookServer(_ => new HookAnswer.Says(400, "invalid_payload\r\n\u001b[31m" + new string('x', 100_000)));
        var reason = (await PostAsync(talks)).ShouldBeOfType<Arrival.NotTaken>().Reason;
        reason.ShouldStartWith("HTTP 400: invalid_payload   [31mxxx");
        reason.Length.ShouldBeLessThan(100);

        await using var echoes = new HookServer(hook => new HookAnswer.Says(404, $"cannot {hook.Line}"));
        (await PostAsync(echoes)).ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldBe("HTTP 404");
    }

    [Fact]
    public async Task Nobody_at_the_address_is_said_in_words_without_it()
    {
        var server = new HookServer();
        var address = server.Address;
        await server.DisposeAsync();
        var end = await new HttpPost(NameLookup.System, _time).SendAsync(address, new OutboundAllowance(true, true), [], [], CancellationToken.None);
        end.ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldBe("nobody listens there (connection refused)");
    }

    private Task<Arrival> PostAsync(HookServer server) =>
        new HttpPost(NameLookup.System, _time).SendAsync(server.Address, new OutboundAllowance(true, true), [], [], CancellationToken.None);

    private static NameLookup Lookup(Func<string, IPAddress[]> resolve) => new((name, _) => Task.FromResult(resolve(name)), () => []);
}
