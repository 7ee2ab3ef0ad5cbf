using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Configuration;
using Nightshift.Engine;
using Nightshift.Engine.Estimating;
using Nightshift.Stores;

namespace Nightshift.Cli.Commands;

/// <summary><c>estimate</c>: what a job will cost and how long it will take, before anything is sent.</summary>
internal static class EstimateCommand
{
    public static Command Create()
    {
        var job = new JobOptions();
        var command = new Command("estimate", """
            Say what a job will cost and how long it will take, by each strategy, before a cent is spent. Nothing is sent or stored, and no key is needed.

            The input is read as `run` would read it: what is there twice, and what an earlier job has the answer of, costs nothing. Tokens are
            reckoned from the texts, by script, and set right by what the provider has counted for this model before.

            Examples:
              nightshift estimate tickets.csv --task classify.yaml
              nightshift estimate tickets.csv --task classify.yaml --model anthropic/claude-haiku-4-5
              nightshift estimate rows.jsonl --prompt 'Summarise: {{text}}' --model openai/gpt-5.4-mini --rpm 500 --json
            """);
        job.AddTo(command);
        command.Options.Add(JsonOption.Json);
        command.SetAction((parse, _) => RunAsync(job, parse));
        return command;
    }

    /// <summary>Reckons with the home folder's configuration.</summary>
    public static JobEstimator Estimator(string home, IStore? store)
    {
        var configuration = ConfigurationFile.Of(home);
        return new JobEstimator(configuration.Catalog, configuration.Prices, Session.Surroundings, store);
    }

    /// <summary>Reckons, and shows how far it has read.</summary>
    public static async Task<JobEstimate> EstimateAsync(JobEstimator estimator, JobRequest request, RunControl control)
    {
        using var line = new ReadingLine();
        return await estimator.EstimateAsync(request, line, control.Stop);
    }

    private static async Task<int> RunAsync(JobOptions options, ParseResult parse)
    {
        using var interrupts = new Interrupts(Screen.Say);
        var home = HomeOption.Of(parse);
        var request = await options.ReadAsync(parse, home, interrupts.Control.Stop);
        await using var store = ReadOnlyStore.Open(home);
        var estimate = await EstimateAsync(Estimator(home, store), request, interrupts.Control);
        if (parse.GetValue(JsonOption.Json))
            EstimateJson.Write(estimate, request.Task.Model);
        else
            Screen.Print(EstimateText.Lines(estimate, request.Input.DisplayName, request.Task.Model));
        return ExitCode.Success;
    }
}
