using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Engine;
using Nightshift.Engine.Estimating;
using Nightshift.Intake;
using Nightshift.Model;

namespace Nightshift.Cli.Commands;

/// <summary><c>sample</c>: some rows of a job, to see the answers and to know what all of them will cost.</summary>
internal static class SampleCommand
{
    private const int UsualRows = 100;

    public static Command Create()
    {
        var job = new JobOptions();
        var rows = new Option<int?>("--rows") { Description = $"How many rows, spread over the whole input (default: {UsualRows})", HelpName = "N" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Go on with all rows without asking" };
        var command = new Command("sample", """
            Run some rows, spread over the whole input; show answers and what they cost, and what all rows will cost by each strategy. Then go on with
            all of them, if you say so. The rows of the sample are live calls, and are not paid again.

            Examples:
              nightshift sample tickets.csv --task classify.yaml --model openai/gpt-5.4-mini -o answers.csv
              nightshift sample tickets.csv --task classify.yaml --rows 20 --strategy cheapest --yes -o answers.csv
              nightshift sample rows.jsonl --prompt 'Translate into English: {{text}}' --model openai/gpt-5.4-mini --json
            """);
        job.AddTo(command);
        command.Options.Add(rows);
        command.Options.Add(yes);
        command.Options.Add(JsonOption.Json);
        command.SetAction((parse, _) => RunAsync(job, parse, Positive.Of(parse, rows) ?? UsualRows, parse.GetValue(yes), parse.GetValue(JsonOption.Json)));
        return command;
    }

    private static async Task<int> RunAsync(JobOptions options, ParseResult parse, int rows, bool isYes, bool isJson)
    {
        using var interrupts = new Interrupts(Screen.Say);
        var home = HomeOption.Of(parse);
        var request = await options.ReadAsync(parse, home, interrupts.Control.Stop);
        if (!request.Dedupe || !request.UseCache)
            throw new UsageException("a sample's answers count for the whole: leave --no-dedupe and --no-cache out, or use `run --limit`");
        await using var session = await Session.OpenAsync(home, Session.IsSimulated(request.Task));
        var estimator = EstimateCommand.Estimator(home, session.Engine.Store);

        var all = (await EstimateCommand.EstimateAsync(estimator, request, interrupts.Control)).Rows;
        var end = await JobWork.RunAsync(session, request with
        {
            Sample = new Sampling(Math.Min(rows, all), all), Strategy = Strategy.Fastest, Output = null, Name = $"sample of {request.Input.DisplayName}",
        }, interrupts.Control);
        if (end.Ending != Ending.Finished)
        {
            Closing.Say(end, null, "the same command");
            return Closing.Code(end);
        }

        var measure = await SampleMeasure.OfAsync(session.Engine.Store, end.Job, interrupts.Control.Stop);
        var estimate = await EstimateCommand.EstimateAsync(estimator, request, interrupts.Control);
        if (isJson)
            SampleJson.Write(measure, estimate, request.Task.Model);
        else
            Screen.Print([.. SampleText.Lines(measure), "", .. EstimateText.Lines(estimate, request.Input.DisplayName, request.Task.Model)]);
        if (!isYes && !(Screen.CanAsk && Screen.Ask($"Go on with all {Words.Rows(estimate.Rows)} ({EstimateText.Name(request.Strategy)})?")))
            return ExitCode.Success;

        var whole = await JobWork.RunAsync(session, request, interrupts.Control);
        Closing.Say(whole, request.Output?.Path, "the same command");
        return Closing.Code(whole);
    }
}
