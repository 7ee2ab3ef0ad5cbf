using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;

namespace Nightshift.Cli.Commands;

/// <summary><c>run</c>: the whole way, from input to output.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var job = new JobOptions();
        var command = new Command("run", """
            Take a dataset in, send each row to a model, wait, and write the output.

            The same command again goes on where it stopped; finished, it writes the output again.

            Examples:
              nightshift run tickets.csv --task classify.yaml -o answers.csv
              nightshift run tickets.csv --model openai/gpt-5.4-mini --prompt "Summarise: {{message}}" -o out.jsonl
              nightshift run data.jsonl --model openai/llama-3 --base-url http://127.0.0.1:8000/v1 --prompt @prompt.txt
              nightshift run tickets.csv --task classify.yaml --model openai/gpt-5.4-mini --strategy cheapest -o answers.csv
              zcat rows.csv.gz | nightshift run - --model sim/echo --prompt "{{text}}" > out.csv
            """);
        job.AddTo(command);
        command.SetAction((parse, _) => RunAsync(job, parse));
        return command;
    }

    private static async Task<int> RunAsync(JobOptions options, ParseResult parse)
    {
        using var interrupts = new Interrupts(Screen.Say);
        var home = HomeOption.Of(parse);
        var request = await options.ReadAsync(parse, home, interrupts.Control.Stop);
        await using var session = await Session.OpenAsync(home, Session.IsSimulated(request.Task));
        var end = await JobWork.RunAsync(session, request, interrupts.Control);
        Closing.Say(end, request.Output?.Path, "the same command");
        return Closing.Code(end);
    }
}
