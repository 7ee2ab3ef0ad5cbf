using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Simulator;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Scenarios;

namespace Nightshift.Cli.Commands;

/// <summary><c>simulate</c>: providers on loopback.</summary>
internal static class SimulateCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "Port on 127.0.0.1 (default: a free one, printed)", HelpName = "N" };
    private static readonly Option<string?> Latency = new("--latency") { Description = "Time to an answer, such as 20ms", HelpName = "TIME" };
    private static readonly Option<int?> Rpm = new("--rpm") { Description = "Requests a minute that it allows", HelpName = "N" };
    private static readonly Option<long?> Tpm = new("--tpm") { Description = "Tokens a minute that it allows", HelpName = "N" };
    private static readonly Option<double> Fail = new("--fail") { Description = "Share of calls that fail with a fault worth a retry, such as 0.02", HelpName = "SHARE" };
    private static readonly Option<string[]> Fault = new("--fault") { Description = "A fault and its share, such as execute-then-reset:0.01; may be repeated", HelpName = "NAME:SHARE", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Scenario = new("--scenario") { Description = "What providers were seen doing, by name (docs/simulator.md), or a scenario file (JSON)", HelpName = "NAME|FILE" };
    private static readonly Option<string?> BatchDelay = new("--batch-delay") { Description = "Time from a batch's creation to its end, such as 2s (the default)", HelpName = "TIME" };
    private static readonly Option<long?> EnqueuedTokens = new("--enqueued-tokens") { Description = "Input tokens of unfinished batches of one model that it allows", HelpName = "N" };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of every random choice", HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("simulate", """
            Providers on loopback that take any key: live and in batches, deterministic answers, real limits and headers, faults on demand,
            and a ledger.

            Examples:
              nightshift simulate --port 8080 --latency 20ms --rpm 600 --fail 0.02
              nightshift run tickets.csv --task classify.yaml --model openai/label --base-url http://127.0.0.1:8080/openai/v1 -o out.csv
              nightshift simulate --batch-delay 30s --scenario expired-with-output
              curl http://127.0.0.1:8080/ledger
            """);
        Option[] options = [Port, Latency, Rpm, Tpm, Fail, Fault, BatchDelay, EnqueuedTokens, Scenario, Seed];
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction((parse, _) => SimulateAsync(parse));
        return command;
    }

    private static async Task<int> SimulateAsync(ParseResult parse)
    {
        using var interrupts = new Interrupts(_ => { });
        var cancellation = interrupts.Control.Stop;
        await using var server = await SimulatorServer.StartAsync(Options(parse), TimeProvider.System, cancellation);
        Console.Out.WriteLine(server.OpenAIAddress.AbsoluteUri);
        Screen.Say($"Simulating providers on {server.BaseAddress}; the ledger is at {new Uri(server.BaseAddress, "ledger")}. Ctrl-C ends it.");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return ExitCode.Success;
    }

    private static SimulatorOptions Options(ParseResult parse)
    {
        var options = parse.GetValue(Scenario) is { } file ? ScenarioFile.Find(file) : new SimulatorOptions();
        return options with
        {
            Port = parse.GetValue(Port),
            Latency = parse.GetValue(Latency) is { } latency ? Duration.Parse("--latency", latency) : options.Latency,
            Rpm = parse.GetValue(Rpm) ?? options.Rpm,
            Tpm = parse.GetValue(Tpm) ?? options.Tpm,
            BatchDelay = parse.GetValue(BatchDelay) is { } delay ? Duration.Parse("--batch-delay", delay) : options.BatchDelay,
            EnqueuedTokens = parse.GetValue(EnqueuedTokens) ?? options.EnqueuedTokens,
            Fail = parse.GetResult(Fail) is null ? options.Fail : parse.GetValue(Fail),
            Seed = parse.GetResult(Seed) is null ? options.Seed : parse.GetValue(Seed),
            Faults = [.. options.Faults, .. (parse.GetValue(Fault) ?? []).Select(FaultRule.Parse)],
        };
    }
}
