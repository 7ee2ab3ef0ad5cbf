using Nightshift.Alerting;
using Nightshift.Configuration;
using Nightshift.Model;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Configuration;

/// <summary>Who wants to know, as users write it.</summary>
public sealed class AlertConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_kind_of_receiver_can_be_said()
    {
        var receivers = Load("""
            alerts:
              - name: ops
                webhook: https://example.com/hooks/nightshift
                secret_env: HOOK_SECRET
                on: [job.paused, Budget.Reached]
                tag: nightly
                job: tickets.csv
                failed_over: 0.02
              - { name: team, slack_env: SLACK_WEBHOOK_URL, on: job.finished, allow_private: true }
              - name: boss
                email: { to: [boss@example.com, me@example.com], from: nightshift@example.com, host: smtp.example.com, user: nightshift, password_env: SMTP_PASSWORD }
              - { name: pager, command: [/usr/local/bin/page, --urgent] }
            """);
        receivers.Select(receiver => receiver.Name).ShouldBe(["ops", "team", "boss", "pager"]);
        receivers[0].Route.ShouldBe(new AlertRoute.Webhook(new Uri("https://example.com/hooks/nightshift"), "HOOK_SECRET", default));
        receivers[0].On.ShouldBe([AlertKind.JobPaused, AlertKind.BudgetReached], ignoreOrder: true);
        (receivers[0].Tag, receivers[0].Job, receivers[0].FailedOver).ShouldBe(("nightly", "tickets.csv", 0.02m));
        receivers[1].Route.ShouldBe(new AlertRoute.Slack("SLACK_WEBHOOK_URL", new OutboundAllowance(Http: false, Private: true)));
        receivers[1].On.ShouldBe([AlertKind.JobFinished]);
        var email = receivers[2].Route.ShouldBeOfType<AlertRoute.Email>();
        (email.From, email.Host, email.Port, email.User, email.PasswordVariable, email.IsTls).ShouldBe(("nightshift@example.com", "smtp.example.com", 587, "nightshift", "SMTP_PASSWORD", true));
        email.To.ShouldBe(["boss@example.com", "me@example.com"]);
        receivers[3].Route.ShouldBeOfType<AlertRoute.Command>().Words.ShouldBe(["/usr/local/bin/page", "--urgent"]);
        (receivers[3].On, receivers[3].FailedOver).ShouldBe((null, 0.05m));
    }

    [Theory]
    [InlineData("webhook: https://example.com", "receiver 1 of alerts needs a name")]
    [InlineData("name: 'a b', webhook: https://example.com", "needs a name of letters")]
    [InlineData("name: a", "exactly one of webhook:")]
    [InlineData("name: a, webhook: https://example.com, slack_env: X", "exactly one of webhook:")]
    [InlineData("name: a, webhook: example.com/s3cr3t", "webhook is not an address")]
    [InlineData("name: a, webhook: http://example.com/s3cr3t", "allow_http: true")]
    [InlineData("name: a, webhook: 'https://me:s3cr3t@example.com/'", "user or password")]
    [InlineData("name: a, webhook: https://example.com, secret_env: whsec_s3cr3t", "secret_env is the name of an environment variable")]
    [InlineData("name: a, webhook: https://example.com, secret: whsec_s3cr3t", "line 1")]
    [InlineData("name: a, slack_env: 'https://hooks.slack.com/services/s3cr3t'", "slack_env is the name of an environment variable")]
    [InlineData("name: a, slack_env: X, secret_env: Y", "only webhooks have")]
    [InlineData("name: a, command: [x], allow_private: true", "which only webhook and slack_env have")]
    [InlineData("name: a, command: x --y", "command is a list")]
    [InlineData("name: a, command: []", "command is a list")]
    [InlineData("name: a, slack_env: X, on: [job.finshed]", "did you mean 'job.finished'?")]
    [InlineData("name: a, slack_env: X, on: [trial]", "it can be on job.finished")]
    [InlineData("name: a, slack_env: X, failed_over: 5", "failed_over of 5")]
    [InlineData("name: a, email: { to: me@example.com }", "needs to, from and host")]
    [InlineData("name: a, email: { to: me, from: n@example.com, host: h }", "to of email is 'me'")]
    [InlineData("name: a, email: { to: 'me@example.com', from: \"n@example.com\\r\\nBcc: x@example.com\", host: h }", "from of email")]
    [InlineData("name: a, email: { to: m@example.com, from: n@example.com, host: h, port: 465 }", "use 587")]
    [InlineData("name: a, email: { to: m@example.com, from: n@example.com, host: h, user: u }", "both user and password_env")]
    [InlineData("name: a, email: { to: m@example.com, from: n@example.com, host: h, user: u, password_env: P, tls: false }", "not sent without TLS")]
    public void What_cannot_be_is_said_with_its_cure_and_without_secrets(string line, string expected)
    {
        var message = Should.Throw<ConfigurationException>(() => Load($"alerts: [ {{ {line} }} ]")).Message;
        message.ShouldContain(expected);
        message.ShouldNotContain("s3cr3t");
    }

    [Fact]
    public void Two_receivers_have_two_names() =>
        Should.Throw<ConfigurationException>(() => Load("alerts: [ { name: a, slack_env: X }, { name: a, command: [x] } ]")).Message.ShouldContain("two receivers of alerts are called 'a'");

    private IReadOnlyList<AlertReceiver> Load(string yaml) => ConfigurationFile.Load(_folder.Write("nightshift.yaml", yaml)).Alerts;
}
