using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Nightshift.Alerting;
using Nightshift.Alerting.Outbound;
using Nightshift.Alerting.Receivers;
using Nightshift.Model;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Alerting;

/// <summary>How an alert looks to those who get it.</summary>
public sealed class CourierTests : IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly OutboundAllowance Anything = new(Http: true, Private: true);
    private readonly ManualTime _time = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_signature_is_that_of_Standard_Webhooks() =>
        WebhookSignature.Of(WebhookSignature.KeyOf(Secret)!, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8).ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64!")]
    public void What_is_no_secret_gives_no_key(string text) => WebhookSignature.KeyOf(text).ShouldBeNull();

    [Fact]
    public async Task A_webhook_gets_type_timestamp_and_data_under_a_signature_of_what_it_gets()
    {
        await using var server = new HookServer();
        _environment["SECRET"] = Secret;
        (await HandOverAsync(new AlertRoute.Webhook(server.Address, "SECRET", Anything))).ShouldBeOfType<Arrival.Taken>();
        var hook = server.Came.ShouldHaveSingleItem();
        hook.Line.ShouldBe($"POST {server.Address.AbsolutePath} HTTP/1.1");
        hook.Id.ShouldBe("msg_1");
        hook.Headers["webhook-timestamp"].ShouldBe($"{_time.GetUtcNow().ToUnixTimeSeconds()}");
        hook.Headers["webhook-signature"].ShouldBe(WebhookSignature.Of(WebhookSignature.KeyOf(Secret)!, hook.Id, _time.GetUtcNow().ToUnixTimeSeconds(), Encoding.UTF8.GetBytes(hook.Body)));
        using var body = JsonDocument.Parse(hook.Body);
        body.RootElement.EnumerateObject().Select(member => member.Name).ShouldBe(["type", "timestamp", "data"]);
        body.RootElement.GetProperty("type").GetString().ShouldBe("job.finished");
        body.RootElement.GetProperty("timestamp").GetDateTimeOffset().ShouldBe(_time.GetUtcNow());
        body.RootElement.GetProperty("data").GetProperty("details").GetProperty("rows").GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task Slack_is_told_in_text_that_calls_nobody_and_links_nowhere()
    {
        await using var server = new HookServer();
        _environment["SLACK"] = server.Address.AbsoluteUri;
        (await HandOverAsync(new AlertRoute.Slack("SLACK", Anything), "Job 7 (<!channel> *b* & <http://evil.example|here>) finished.")).ShouldBeOfType<Arrival.Taken>();
        using var body = JsonDocument.Parse(server.Came.ShouldHaveSingleItem().Body);
        body.RootElement.GetProperty("text").GetString().ShouldBe("*Job 7 (&lt;!channel&gt; ∗b∗ &amp; &lt;http://evil.example|here&gt;) finished.*\none &lt;line&gt;");
    }

    [Theory]
    [InlineData(null, "SLACK is not set")]
    [InlineData("not an address with s3cr3t", "SLACK holds no address")]
    [InlineData("ftp://example.com/s3cr3t", "neither https nor http")]
    [InlineData("http://127.0.0.1:1/s3cr3t", "connection refused")]
    public async Task A_secret_that_is_missing_or_wrong_is_said_without_it(string? value, string reason)
    {
        if (value is not null)
            _environment["SLACK"] = value;
        var told = (await HandOverAsync(new AlertRoute.Slack("SLACK", Anything))).ShouldBeOfType<Arrival.NotTaken>().Reason;
        told.ShouldContain(reason);
        told.ShouldNotContain("s3cr3t");
    }

    [Fact]
    public async Task Without_its_secret_a_webhook_is_not_called_unsigned()
    {
        await using var server = new HookServer();
        var webhook = new AlertRoute.Webhook(server.Address, "SECRET", Anything);
        (await HandOverAsync(webhook)).ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldBe("SECRET is not set: it holds the secret that signs");
        _environment["SECRET"] = "s3cr3t";
        (await HandOverAsync(webhook)).ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldBe("SECRET holds no secret: that is whsec_ and base64");
        server.Came.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_gets_the_alert_on_its_standard_input_and_its_arguments_as_they_are()
    {
        var script = _folder.Write("page.sh", "#!/bin/sh\ncat > \"$1\"\nprintf '%s' \"$2\" >> \"$1\"\n");
        (await HandOverAsync(new AlertRoute.Command(["/bin/sh", script, _folder["out"], "$(touch evil); *"]))).ShouldBeOfType<Arrival.Taken>();
        var text = File.ReadAllText(_folder["out"]);
        text.ShouldStartWith("""{"type":"job.finished","timestamp":""");
        text.ShouldEndWith("}$(touch evil); *");
    }

    [Fact]
    public async Task A_command_that_fails_or_is_not_there_says_why_and_one_that_reads_nothing_is_well()
    {
        (await HandOverAsync(new AlertRoute.Command(["/bin/sh", "-c", "echo a >&2; echo pager is off >&2; exit 3"]))).ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldBe("exit code 3: pager is off");
        (await HandOverAsync(new AlertRoute.Command([_folder["nothing"]]))).ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldContain("cannot be started");
        (await HandOverAsync(new AlertRoute.Command(["/bin/sh", "-c", "head -c 300000 /dev/zero; exit 0"]))).ShouldBeOfType<Arrival.Taken>();
    }

    [Fact]
    public async Task A_command_that_leaves_something_running_is_over_when_it_is_over()
    {
        var started = HandOverAsync(new AlertRoute.Command(["/bin/sh", "-c", "sleep 5 &"]));
        await Eventually.TrueAsync(() => Later(TimeSpan.FromMilliseconds(50)) && started.IsCompleted, "its end");
        (await started).ShouldBeOfType<Arrival.Taken>();
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_ended()
    {
        var started = HandOverAsync(new AlertRoute.Command(["/bin/sh", "-c", $"touch {_folder["on"]}; sleep 300"]));
        await Eventually.TrueAsync(() => File.Exists(_folder["on"]), "the command");
        _time.Advance(TimeSpan.FromSeconds(30));
        (await started).ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldBe("it took longer than 30 s and was ended");
    }

    [Fact]
    public async Task A_mail_has_one_line_of_subject_and_the_same_id_at_every_try()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var received = ReceiveMailAsync(listener);
        var email = new AlertRoute.Email { To = ["me@example.com", "you@example.com"], From = "nightshift@example.com", Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, IsTls = false };
        (await HandOverAsync(email, "Job 7 (a\r\nBcc: all@evil.example) finished.")).ShouldBeOfType<Arrival.Taken>();
        var (commands, mail) = await received;
        commands.Where(line => line.StartsWith("RCPT", StringComparison.Ordinal)).ShouldBe(["RCPT TO:<me@example.com>", "RCPT TO:<you@example.com>"]);
        mail.ShouldContain("Message-ID: <msg_1.ops@example.com>");
        mail.ShouldNotContain(line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
        mail.ShouldContain(line => line.StartsWith("Subject: "));
    }

    [Fact]
    public async Task A_mail_server_that_is_not_there_or_wants_a_password_is_said()
    {
        var email = new AlertRoute.Email { To = ["me@example.com"], From = "n@example.com", Host = "127.0.0.1", Port = 1, IsTls = false };
        (await HandOverAsync(email)).ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldContain("mail server cannot be reached");
        (await HandOverAsync(email with { User = "me", PasswordVariable = "PASSWORD" })).ShouldBeOfType<Arrival.NotTaken>().Reason.ShouldBe("PASSWORD is not set: it holds the password of me");
    }

    private bool Later(TimeSpan by)
    {
        _time.Advance(by);
        return true;
    }

    private Task<Arrival> HandOverAsync(AlertRoute route, string headline = "Job 7 (tickets.csv) finished.")
    {
        var alert = new Alert { Kind = AlertKind.JobFinished, Subject = "job 7", Headline = headline, Lines = ["one <line>"], Data = """{"rows":10}""" };
        var delivery = new AlertDelivery { AlertId = 1, MessageId = "msg_1", RaisedAt = _time.GetUtcNow(), Alert = alert, Receiver = "ops" };
        return new Courier(_environment.GetValueOrDefault, NameLookup.System, _time).HandOverAsync(new AlertReceiver("ops", route), delivery, CancellationToken.None);
    }

    private static async Task<(List<string> Commands, List<string> Mail)> ReceiveMailAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        var (commands, mail) = (new List<string>(), new List<string>());
        await writer.WriteLineAsync("220 here");
        while (await reader.ReadLineAsync() is { } line)
        {
            commands.Add(line);
            if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                while (await reader.ReadLineAsync() is { } text && text != ".")
                    mail.Add(text);
                await writer.WriteLineAsync("250 taken");
                break;
            }

            await writer.WriteLineAsync("250 yes");
        }

        return (commands, mail);
    }
}
