using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Engine;

namespace Nightshift.Cli.Commands;

/// <summary><c>results</c>: writes a job's output, whenever and as often as wanted.</summary>
internal static class ResultsCommand
{
    public static Command Create()
    {
        var job = JobArgument.Create();
        var command = new Command("results", """
            Write what a job has so far: every row with its state. Works while another process is running it.

            Examples:
              nightshift results 12 -o answers.jsonl
              nightshift results 12 --format openai > output.jsonl
            """);
        command.Arguments.Add(job);
        OutputChoice.AddTo(command);
        command.SetAction((parse, _) => WriteAsync(parse, parse.GetValue(job)!));
        return command;
    }

    private static async Task<int> WriteAsync(ParseResult parse, string name)
    {
        using var interrupts = new Interrupts(_ => { });
        await using var store = ReadOnlyStore.Require(HomeOption.Of(parse));
        var job = await JobArgument.FindAsync(store, name);
        await JobResults.WriteAsync(store, job, OutputChoice.Of(parse), interrupts.Control.Stop);
        if (job.Counts.Done < job.Counts.Total)
            Screen.Say($"{Words.Count(job.Counts.Total - job.Counts.Done)} rows have not ended yet; their _status is pending.");
        return ExitCode.Success;
    }
}
