using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Configuration;
using Nightshift.Engine;
using Nightshift.Engine.Comparing;
using Nightshift.Engine.Estimating;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Planning;

namespace Nightshift.Cli.Commands;

/// <summary><c>compare</c>: the same rows through several models, and which one to take.</summary>
internal static class CompareCommand
{
    private const int UsualRows = 100;
    private const decimal UsualMargin = 2;

    private static readonly Option<string?> Expect = new("--expect") { Description = "Column of the input with the right answer; without it, answers are held against one another", HelpName = "COLUMN" };
    private static readonly Option<int?> Rows = new("--rows") { Description = $"How many rows, spread over the whole input (default: {UsualRows})", HelpName = "N" };
    private static readonly Option<decimal?> Margin = new("--margin") { Description = $"How many percentage points below the best is good enough (default: {UsualMargin})", HelpName = "POINTS" };

    /// <summary>Those that <c>run</c> has not.</summary>
    private static readonly Option[] Own = [ModelsOption.Models, Expect, Rows, Margin, JsonOption.Json];

    public static Command Create()
    {
        var job = new JobOptions();
        var command = new Command("compare", """
            Try several models on the same rows, spread over the whole input, and recommend the cheapest that is about as good as the best: what 10,000 rows
            cost with each, how fast it is, and how often it is right.

            With --expect COLUMN, right is what that column of the input says. Labels must be the same; JSON may differ in the order of its members and the
            spelling of its numbers, any other text in letter case and blanks. Where the task asks for JSON and the column has a plain value, it is held
            against the answer's member of that name. Without --expect, three models or more are held against what most of them say, and two against
            each other. A row that fails is never right.

            The rows are live calls, a job for each model. They are paid once: the same command goes on where it stopped, one model more pays for that one
            alone, and a run over all rows takes these answers as they are. No output is written.

            Examples:
              nightshift compare tickets.csv --task classify.yaml --models openai/gpt-5.4-nano,openai/gpt-5.4-mini --expect label
              nightshift compare tickets.csv --task classify.yaml --models openai/gpt-5.4-nano,gemini/gemini-2.5-flash,anthropic/claude-sonnet-4-5
              nightshift compare invoices.jsonl --task extract.yaml --models openai/gpt-5.4-nano,mistral/mistral-small-latest --expect total --rows 500 --margin 1
              nightshift compare samples/tickets.csv --task samples/classify.yaml --models sim/label,sim/echo --rows 10 --json
            """);
        foreach (var option in Own)
            command.Options.Add(option);
        job.AddSharedTo(command);
        command.SetAction((parse, _) => RunAsync(job, parse));
        return command;
    }

    private static async Task<int> RunAsync(JobOptions options, ParseResult parse)
    {
        using var interrupts = new Interrupts(Screen.Say);
        var home = HomeOption.Of(parse);
        var (models, expect, rows, margin) = (ModelsOption.Of(parse), parse.GetValue(Expect), Positive.Of(parse, Rows) ?? UsualRows, MarginOf(parse));
        if (models.Count == 1 && expect is null)
            throw new UsageException("one model alone has nothing to be compared with: name more in --models, or the column with the right answers in --expect");
        var request = await options.ReadAsync(parse, home, interrupts.Control.Stop, models[0]);
        ModelsOption.Check(models, request, home);
        if (expect is not null)
            CheckColumn(request.Input, expect);

        await using var session = await Session.OpenAsync(home, models.Any(model => Session.IsSimulated(request.Task with { Model = model })));
        var samples = await PlanAsync(EstimateCommand.Estimator(home, session.Engine.Store), request, models, rows, interrupts.Control);
        var ends = new List<JobEnd>();
        foreach (var sample in samples)
        {
            ends.Add(await JobWork.RunAsync(session, sample, interrupts.Control));
            if (ends[^1].Ending != Ending.Finished)
                Closing.Say(ends[^1], null, "the same command");
            // What keeps one model from answering keeps no other; whoever stops means them all.
            if (ends[^1].Ending == Ending.Interrupted)
                return Closing.Code(ends[^1]);
        }

        var finished = ends.Where(end => end.Ending == Ending.Finished).Select(end => end.Job).ToList();
        if (finished.Count > (expect is null ? 1 : 0))
        {
            var configuration = ConfigurationFile.Of(home);
            var comparer = new Comparer(configuration.Catalog, configuration.Prices, Session.Surroundings, session.Engine.Store);
            Show(await comparer.CompareAsync(finished, expect, interrupts.Control.Stop), expect, margin, LeftOut(ends), parse);
        }

        return ends.Find(end => end.Ending != Ending.Finished) is { } unfinished ? Closing.Code(unfinished) : ExitCode.Success;
    }

    /// <summary>The samples, a job each; says how many rows they have and what they may cost. A task that one of the providers does not take is found here.</summary>
    private static async Task<IReadOnlyList<JobRequest>> PlanAsync(JobEstimator estimator, JobRequest request, IReadOnlyList<string> models, int rows, RunControl control)
    {
        var all = (await EstimateCommand.EstimateAsync(estimator, request, control)).Rows;
        if (all == 0)
            throw new UsageException($"{request.Input.DisplayName} has no rows to compare models on");
        var samples = models.Select(model => request with
        {
            Task = request.Task with { Model = model },
            Sample = new Sampling(Math.Min(rows, all), all), Strategy = Strategy.Fastest, Output = null, Name = $"comparison of {request.Input.DisplayName}: {model}",
        }).ToList();
        var costs = new List<Likely?>();
        foreach (var sample in samples)
            costs.Add((await EstimateOneAsync(estimator, sample, control)).Strategies.First(strategy => strategy.Strategy == Strategy.Fastest).Cost);
        Screen.Say(CompareText.Plan(Math.Min(rows, all), all, models, costs));
        return samples;
    }

    private static async Task<JobEstimate> EstimateOneAsync(JobEstimator estimator, JobRequest sample, RunControl control)
    {
        try
        {
            return await EstimateCommand.EstimateAsync(estimator, sample, control);
        }
        catch (TaskException fault)
        {
            throw new TaskException($"nothing was sent: {sample.Task.Model} cannot be given this task: {fault.Message}", fault);
        }
    }

    private static void CheckColumn(InputSource input, string column)
    {
        using var reader = InputFile.Open(input);
        reader.TryRead(out _);
        if (!reader.Columns.Contains(column, StringComparer.Ordinal))
            throw new UsageException($"there is no column '{column}' for --expect{NearestName.Hint(column, reader.Columns)} (there are: {string.Join(", ", reader.Columns)})");
    }

    private static decimal MarginOf(ParseResult parse) => (parse.GetValue(Margin) ?? UsualMargin) is >= 0 and <= 100 and var margin
        ? margin
        : throw new UsageException($"--margin takes percentage points from 0 to 100, not {parse.GetValue(Margin)}");

    private static List<LeftOutModel> LeftOut(List<JobEnd> ends) =>
    [
        .. ends.Where(end => end.Ending != Ending.Finished).Select(end => new LeftOutModel(JobResults.TaskOf(end.Job).Model, end.Ending == Ending.Cancelled
            ? $"job {end.Job.Id} was cancelled; remove it (nightshift rm {end.Job.Id}) to ask this model again"
            : end.Reason ?? end.Ending.ToString().ToLowerInvariant())),
    ];

    private static void Show(Comparison comparison, string? expect, decimal margin, IReadOnlyList<LeftOutModel> leftOut, ParseResult parse)
    {
        var recommendation = Recommendation.Of(comparison, margin);
        if (parse.GetValue(JsonOption.Json))
            CompareJson.Write(comparison, recommendation, expect, margin, leftOut);
        else
            Screen.Print(CompareText.Lines(comparison, recommendation, expect, margin, leftOut));
        if (recommendation is not Recommendation.Take { Winner.Model: var winner })
            return;
        Screen.Say($"All rows with it, these not paid again: {RunLine.Of(parse, Own, "--model", winner, "-o", "answers.csv")}");
    }
}
