using System.CommandLine;
using Nightshift.Alerting;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Configuration;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Stores;
using Nightshift.Stores.InMemory;

namespace Nightshift.Cli.Commands;

/// <summary><c>alerts</c>: who is told what, and whether it arrived.</summary>
internal static class AlertsCommand
{
    private const int UsualLines = 50;

    public static Command Create() => new("alerts", """
        Tell people and programs what happens: jobs that finish or pause, rows that fail, budgets that are used up, results about to expire.

        Who is told stands under alerts: in nightshift.yaml (a webhook, Slack, e-mail, a command). `run` and `work` look and deliver by
        themselves; what could not be delivered is tried again, for about four days.

        Examples:
          nightshift alerts test
          nightshift alerts list
          */5 * * * * nightshift alerts send         # in a crontab, where nothing else runs for long
        """)
    {
        CreateList(), CreateSend(), CreateTest(),
    };

    private static Command CreateList()
    {
        var limit = new Option<int?>("--limit") { Description = $"At most so many lines (default: {UsualLines})", HelpName = "N" };
        var open = new Option<bool>("--open") { Description = "Only what has not arrived" };
        var command = new Command("list", """
            List alerts, newest first: what was said to whom, how often it was tried, and why it did not arrive. Works while another process runs.

            Examples:
              nightshift alerts list
              nightshift alerts list --open --json
            """);
        Option[] options = [open, limit, JsonOption.Json];
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction((parse, _) => ListAsync(HomeOption.Of(parse), Positive.Of(parse, limit) ?? UsualLines, parse.GetValue(open), parse.GetValue(JsonOption.Json)));
        return command;
    }

    private static Command CreateSend()
    {
        var command = new Command("send", """
            Look how things stand, and deliver what is due. `run` and `work` do it by themselves.

            Exit codes: 0 nothing is left to be delivered, 5 something is tried again later.
            """);
        command.SetAction((parse, _) => SendAsync(HomeOption.Of(parse)));
        return command;
    }

    private static Command CreateTest()
    {
        var name = new Argument<string?>("NAME") { Description = "The receiver (default: each of them)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("test", """
            Send a trial to each receiver, or to one, and say what came of it. It is sent at once, once, and is not kept.

            Examples:
              nightshift alerts test
              nightshift alerts test ops

            Exit codes: 0 all took it, 1 one did not.
            """);
        command.Arguments.Add(name);
        command.SetAction((parse, cancellation) => TestAsync(HomeOption.Of(parse), parse.GetValue(name), cancellation));
        return command;
    }

    private static async Task<int> ListAsync(string home, int limit, bool isOpen, bool isJson)
    {
        await using var store = ReadOnlyStore.Open(home);
        IReadOnlyList<AlertDelivery> deliveries = store is null ? [] : await store.ListDeliveriesAsync(limit, isOpen);
        if (isJson)
            AlertJson.Write(deliveries);
        else if (deliveries.Count == 0)
            Screen.Say(ConfigurationFile.Of(home).Alerts.Count == 0 ? $"No alerts. {Cure(home)}" : isOpen ? "Everything has arrived." : "No alerts yet.");
        else
            Screen.Print(AlertTable.Lines(deliveries, TimeProvider.System.GetUtcNow(), Screen.Output().Profile.Width));
        return ExitCode.Success;
    }

    private static async Task<int> SendAsync(string home)
    {
        if (ConfigurationFile.Of(home).Alerts.Count == 0)
            throw new UsageException($"there is nobody to tell. {Cure(home)}");
        try
        {
            await using var session = await Session.OpenAsync(home, needsSimulator: false, tellsMeanwhile: false);
            await session.Alerts.LookAsync();
            var count = await session.Alerts.SendAsync();
            var open = (await session.Engine.Store.ListDeliveriesAsync(int.MaxValue, openOnly: true)).Where(delivery => delivery.State != DeliveryState.GivenUp).ToList();
            Screen.Print([$"{Words.Count(count.Delivered)} delivered"
                + (count.GivenUp > 0 ? $", {Words.Count(count.GivenUp)} given up" : "")
                + (open.Count > 0 ? $", {Words.Count(open.Count)} to be tried again" : "")]);
            foreach (var receiver in open.GroupBy(delivery => delivery.Receiver))
                Screen.Say($"{receiver.Key}: {receiver.First().LastError ?? "not tried yet"}");
            return open.Count > 0 ? ExitCode.Unfinished : ExitCode.Success;
        }
        catch (StoreInUseException e)
        {
            Screen.Say($"{(e.Owner is { } owner ? $"Process {owner.Pid}" : "Another process")} has the store, and delivers the alerts itself.");
            return ExitCode.Success;
        }
    }

    private static async Task<int> TestAsync(string home, string? name, CancellationToken cancellation)
    {
        var configuration = ConfigurationFile.Of(home);
        var receivers = configuration.Alerts.Where(receiver => name is null || receiver.Name == name).ToList();
        if (receivers.Count == 0)
        {
            throw new UsageException(configuration.Alerts.Count == 0
                ? $"there is nobody to tell. {Cure(home)}"
                : $"there is no receiver '{name}'{NearestName.Hint(name!, configuration.Alerts.Select(receiver => receiver.Name))}; "
                    + $"there are: {string.Join(", ", configuration.Alerts.Select(receiver => receiver.Name))}");
        }

        await using var store = new InMemoryStore(TimeProvider.System);
        var desk = new AlertDesk(store, configuration.Alerts, [], new ProviderCatalog(), Environment.GetEnvironmentVariable, TimeProvider.System);
        var failed = 0;
        foreach (var receiver in receivers)
        {
            var fault = await desk.TryAsync(receiver, cancellation);
            failed += fault is null ? 0 : 1;
            Screen.Print([$"{receiver.Name}: {(fault is null ? "took it" : $"did not take it: {fault}")}"]);
        }

        return failed == 0 ? ExitCode.Success : ExitCode.SomeFailed;
    }

    private static string Cure(string home) => $"Say who wants to know under alerts: in {ConfigurationFile.PathIn(home)}, such as - {{ name: team, slack_env: SLACK_WEBHOOK_URL }}";
}
