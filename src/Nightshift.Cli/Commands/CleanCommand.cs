using System.CommandLine;
using Nightshift.Batching;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Engine;

namespace Nightshift.Cli.Commands;

/// <summary><c>clean</c>: deletes what is left of ours at providers.</summary>
internal static class CleanCommand
{
    private static readonly Option<string> OlderThan = new("--older-than")
    {
        Description = "How old an upload must be that no batch of this store knows", HelpName = "TIME", DefaultValueFactory = _ => "48h",
    };

    private static readonly Option<string[]> Model = new("--model") { Description = "Look through this provider's account too, such as openai/gpt-5.4-mini; may be repeated", HelpName = "MODEL" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Delete nothing; list what would be deleted" };

    public static Command Create()
    {
        var command = new Command("clean", """
            Delete what is left at providers: files and batches that an interrupted job, a removed one or --keep-remote left there.

            Batches clean up behind themselves when their results are in; this is for what they could not. Deleted are the files of batches
            whose results are in the store, and uploads with our name (nightshift-….jsonl) that are older than --older-than and that no batch
            needs, here or at the provider. Files of others are never touched. Asked are the accounts of this store's batches.

            Examples:
              nightshift clean --dry-run
              nightshift clean
              nightshift clean --model openai/gpt-5.4-mini --older-than 7d

            Exit codes: 0 nothing is left, 1 something could not be deleted, 3 a provider could not be asked, 5 interrupted.
            """);
        Option[] options = [OlderThan, Model, DryRun, JsonOption.Json];
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction((parse, _) => CleanAsync(parse));
        return command;
    }

    private static async Task<int> CleanAsync(ParseResult parse)
    {
        using var interrupts = new Interrupts(Screen.Say);
        var request = new CleanRequest
        {
            OlderThan = Duration.Parse(OlderThan.Name, parse.GetValue(OlderThan)!),
            Models = parse.GetValue(Model) ?? [],
            IsDryRun = parse.GetValue(DryRun),
        };
        var isJson = parse.GetValue(JsonOption.Json);
        var outcomes = new List<CleanOutcome>();
        await using var session = await Session.OpenAsync(HomeOption.Of(parse), needsSimulator: true);
        await foreach (var outcome in session.Engine.CleanAsync(request, interrupts.Control.Stop))
        {
            outcomes.Add(outcome);
            if (!isJson)
                Console.Out.WriteLine(Screen.Safe(CleanText.Line(outcome, TimeProvider.System.GetUtcNow())));
        }

        if (isJson)
            CleanJson.Write(outcomes);
        else
            Screen.Say(CleanText.Sum(outcomes));
        return Code(outcomes);
    }

    private static int Code(List<CleanOutcome> outcomes) =>
        outcomes.Any(outcome => outcome is CleanOutcome.NotAsked) ? ExitCode.Unreachable
        : outcomes.Any(outcome => outcome is CleanOutcome.NotDeleted) ? ExitCode.SomeFailed
        : ExitCode.Success;
}
