using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Validation;

namespace Nightshift.Cli.Commands;

/// <summary><c>validate</c>: a provider batch file's faults, before the provider finds them.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A batch file as it would be sent: JSONL, or Anthropic's one body {\"requests\":[…]}" };
        var provider = new Option<string?>("--for") { Description = $"Whose rules: {string.Join(", ", BatchFileFormats.All.Select(format => format.Name))} (default: told from the first line)", HelpName = "NAME" };
        var command = new Command("validate", """
            Check a provider's batch file as strictly as the provider does, and name every fault with its line. Nothing is sent.

            A provider refuses a whole batch for one bad line, minutes or hours later. This takes half a second for 50,000 rows.

            Examples:
              nightshift validate batch.jsonl
              nightshift validate requests.jsonl --for anthropic
              nightshift validate batch.jsonl --json | jq '.faults[].line'

            Exit code 0 when the provider would take it, 2 when it would not.
            """);
        command.Arguments.Add(file);
        command.Options.Add(provider);
        command.Options.Add(JsonOption.Json);
        command.SetAction(parse => Validate(parse.GetValue(file)!, parse.GetValue(provider), parse.GetValue(JsonOption.Json)));
        return command;
    }

    private static int Validate(string path, string? provider, bool isJson)
    {
        var format = provider is null ? null : BatchFileFormats.Find(provider) ?? throw new UsageException(
            $"--for knows {string.Join(", ", BatchFileFormats.All.Select(known => known.Name))}, not '{provider}'{NearestName.Hint(provider, BatchFileFormats.All.Select(known => known.Name))}");
        var report = BatchFileValidator.Check(path, format);
        if (isJson)
            ValidationJson.Write(report, path);
        else
            ValidationText.Write(report, path, isTold: format is null);
        return report.IsClean ? ExitCode.Success : ExitCode.BadInput;
    }
}
