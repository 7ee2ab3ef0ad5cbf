using System.Text.Json;
using Nightshift.Cli.Display;
using Nightshift.Model;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.Alerting;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

public sealed class AlertsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly (string, string?)[] _environment = [("SLACK_SECRET", null), ("HOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")];

    private string Home => _folder["home"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_tells_that_it_is_over_and_the_same_run_again_tells_nothing_new()
    {
        await using var server = new HookServer();
        Configure(server);
        var end = await RunAsync();
        end.Code.ShouldBe(0, end.Errors);
        var hook = server.Came.ShouldHaveSingleItem();
        hook.Body.ShouldContain("Job 1 (rows.csv) finished: 20 of 20 rows succeeded.");
        hook.Headers["webhook-signature"].ShouldStartWith("v1,");
        (await RunAsync()).Code.ShouldBe(0);
        server.Came.Count.ShouldBe(1);

        var list = await CliAsync("alerts", "list", "--json");
        using var json = JsonDocument.Parse(list.Output);
        var told = json.RootElement.EnumerateArray().Single();
        (told.GetProperty("id").GetString(), told.GetProperty("state").GetString(), told.GetProperty("tries").GetInt32()).ShouldBe((hook.Id, "delivered", 1));
        (await CliAsync("alerts", "list", "--open")).Errors.ShouldContain("Everything has arrived.");
    }

    [Theory]
    [InlineData("alert-raised", 1)]
    [InlineData("alert-delivered", 2)]
    public async Task A_kill_between_raising_delivering_and_knowing_loses_nothing(string point, int times)
    {
        await using var server = new HookServer();
        Configure(server);
        var killed = await RunAsync(("NIGHTSHIFT_FAILPOINT", $"{point}:1:kill"));
        killed.Code.ShouldBe(137);
        var sent = await CliAsync("alerts", "send");
        sent.Code.ShouldBe(0, sent.Errors);
        sent.Output.ShouldContain("1 delivered");
        server.Came.Count.ShouldBe(times);
        server.Came.Select(hook => hook.Id).Distinct().ShouldHaveSingleItem();
        (await CliAsync("alerts", "send")).Output.ShouldContain("0 delivered");
        server.Came.Count.ShouldBe(times);
    }

    [Fact]
    public async Task What_is_not_taken_holds_up_nothing_and_is_said_without_its_secret()
    {
        await using var server = new HookServer(hook => new HookAnswer.Says(500, $"cannot {hook.Line}"));
        _environment[0].Item2 = server.Address.AbsoluteUri;
        _folder.Write("home/nightshift.yaml", "alerts: [ { name: team, slack_env: SLACK_SECRET, allow_http: true, allow_private: true } ]");
        var run = await RunAsync();
        run.Code.ShouldBe(0, run.Errors);
        run.Errors.ShouldContain("1 alert was not delivered and will be tried again");
        var (list, test, doctor, send) = (await CliAsync("alerts", "list"), await CliAsync("alerts", "test"), await CliAsync("doctor"), await CliAsync("alerts", "send"));
        list.Output.ShouldContain("Not taken: HTTP 500.");
        (test.Code, test.Output).ShouldBe((1, $"team: did not take it: HTTP 500{Environment.NewLine}"));
        doctor.Output.ShouldContain("1 alert waits to be delivered");
        doctor.Code.ShouldBe(0, "no fault of the store");
        (send.Code, send.Output).ShouldBe((5, $"0 delivered, 1 to be tried again{Environment.NewLine}"));
        foreach (var end in new[] { run, list, test, doctor, send })
            (end.Output + end.Errors).ShouldNotContain("very-secret");
        foreach (var file in Directory.GetFiles(Home))
            File.ReadAllText(file, System.Text.Encoding.Latin1).ShouldNotContain("very-secret", customMessage: file);
    }

    [Fact]
    public async Task A_test_goes_to_one_or_all_and_says_who_took_it()
    {
        await using var server = new HookServer();
        Configure(server, "  - { name: pager, command: [/bin/false] }");
        var all = await CliAsync("alerts", "test");
        (all.Code, all.Output).ShouldBe((1, $"ops: took it{Environment.NewLine}pager: did not take it: exit code 1{Environment.NewLine}"));
        (await CliAsync("alerts", "test", "ops")).Code.ShouldBe(0);
        var nobody = await CliAsync("alerts", "test", "opps");
        nobody.Code.ShouldBe(2);
        nobody.Errors.ShouldContain("did you mean 'ops'?");
        server.Came.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Without_receivers_it_is_said_where_to_name_them()
    {
        (await CliAsync("alerts", "list")).Errors.ShouldContain("nightshift.yaml");
        var send = await CliAsync("alerts", "send");
        (send.Code, send.Errors.Contains("nightshift.yaml")).ShouldBe((2, true));
        (await CliAsync("alerts", "test")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task A_job_that_its_budget_stops_is_told_with_the_budget()
    {
        await using var server = new HookServer();
        Configure(server);
        (await RunAsync(["--model", "sim/echo", "--max-tokens", "100", "--max-cost", "0.0000001"])).Code.ShouldBe(4);
        server.Came.Select(hook => JsonDocument.Parse(hook.Body).RootElement.GetProperty("type").GetString()).ShouldBe(["budget.reached", "job.paused"], ignoreOrder: true);
    }

    [Fact]
    public async Task Work_that_stays_delivers_what_waits_though_no_job_has_work()
    {
        await using var server = new HookServer();
        Configure(server);
        (await RunAsync(("NIGHTSHIFT_FAILPOINT", "alert-raised:1:kill"))).Code.ShouldBe(137);
        server.Came.ShouldBeEmpty();
        await using var work = NightshiftProcess.Start(Home, ["work", "--forever"], _environment);
        await Eventually.TrueAsync(() => !server.Came.IsEmpty, "the alert that waits");
        work.Signal("INT");
        (await work.EndAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Where_another_process_has_the_store_it_delivers()
    {
        await using var server = new HookServer();
        Configure(server);
        await using var owner = SqliteStore.Open(Home, TimeProvider.System);
        var sent = await CliAsync("alerts", "send");
        (sent.Code, sent.Errors).ShouldBe((0, $"Process {Environment.ProcessId} has the store, and delivers the alerts itself.{Environment.NewLine}"));
    }

    [Fact]
    public async Task What_was_given_up_is_said_by_the_list_and_by_doctor()
    {
        await using var server = new HookServer(_ => new HookAnswer.Says(410));
        Configure(server);
        (await RunAsync()).Code.ShouldBe(0);
        (await CliAsync("alerts", "list")).Output.ShouldContain("given up");
        (await CliAsync("doctor")).Output.ShouldContain("1 alert could not be delivered and was given up");
    }

    [Fact]
    public void The_table_fits_80_columns_and_prints_nothing_that_steers()
    {
        var delivery = new AlertDelivery
        {
            AlertId = 1, MessageId = "msg_1", RaisedAt = DateTimeOffset.UnixEpoch, Receiver = "operations-on-call", Tries = 12, State = DeliveryState.Waiting, NextAt = DateTimeOffset.UnixEpoch.AddHours(1),
            LastError = "HTTP 500: \u001b]0;x\u0007" + new string('y', 90), Alert = new Alert { Kind = AlertKind.JobFinished, Subject = "s", Headline = "Job 1 (\u001b[2J.csv) finished: 20 of 20 rows succeeded." },
        };
        var lines = AlertTable.Lines([delivery], DateTimeOffset.UnixEpoch, 80).ToList();
        lines.ShouldAllBe(line => line.Length <= 80 && !line.Any(char.IsControl));
        string.Join(' ', lines).ShouldContain("again 0");
    }

    private void Configure(HookServer server, string more = "") => _folder.Write("home/nightshift.yaml", $$"""
        alerts:
          - { name: ops, webhook: '{{server.Address}}', secret_env: HOOK_SECRET, allow_http: true, allow_private: true }
        {{more}}
        """);

    public AlertsTests() => Directory.CreateDirectory(Home);

    private string Rows() => _folder.Write("rows.csv", "text\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"row {row}\n")));

    private Task<Finished> RunAsync(params (string, string?)[] environment) =>
        NightshiftProcess.RunAsync(Home, ["run", Rows(), "--prompt", "{{text}}", "--model", "sim/echo", "-o", _folder["out.csv"]], null, [.. _environment, .. environment]);

    private Task<Finished> RunAsync(string[] options) => CliAsync(["run", Rows(), "--prompt", "{{text}}", "-o", _folder["out.csv"], .. options]);

    private Task<Finished> CliAsync(params string[] arguments) => NightshiftProcess.RunAsync(Home, arguments, null, _environment);
}
