using System.CommandLine;
using Nightshift.Engine;
using Nightshift.Sinks;

namespace Nightshift.Cli.Options;

/// <summary>Where results go, and in which form.</summary>
internal static class OutputChoice
{
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "Output file: .csv, .tsv, .jsonl (also .gz); without it, standard output", HelpName = "FILE" };
    private static readonly Option<OutputFormat?> Format = new("--format") { Description = "csv, jsonl or openai (batch output lines); default: by the file's ending", HelpName = "NAME" };
    private static readonly Option<bool> CsvRaw = new("--csv-raw") { Description = "Write CSV answers as they are, also those that a spreadsheet would run as a formula" };

    public static void AddTo(Command command)
    {
        command.Options.Add(Output);
        command.Options.Add(Format);
        command.Options.Add(CsvRaw);
    }

    /// <summary>What was chosen; a relative path begins in the folder, or in the process's own.</summary>
    public static OutputRequest Of(ParseResult parse, string? folder = null) => new(
        parse.GetValue(Output) is { } path and not "-" ? Path.GetFullPath(path, folder ?? Environment.CurrentDirectory) : "-", parse.GetValue(Format), parse.GetValue(CsvRaw));
}
