using System.CommandLine;
using Nightshift.Intake;

namespace Nightshift.Cli.Options;

/// <summary>Which rows: the input and what is taken of it.</summary>
internal sealed class InputOptions
{
    /// <summary>What errors call it.</summary>
    public const string StandardInput = "standard input";

    public readonly Argument<string> Input = new("INPUT")
    {
        Description = "CSV, JSONL, JSON array, Excel or a provider's batch file; gzip of any; - reads standard input",
    };

    public readonly Option<string?> Id = new("--id") { Description = "Column whose value identifies a row; must be unique", HelpName = "COLUMN" };
    public readonly Option<string?> Where = new("--where") { Description = "Only rows for which this holds, such as \"lang = 'en' and length(text) > 20\"", HelpName = "EXPR" };
    public readonly Option<long?> Limit = new("--limit") { Description = "Only the first N rows", HelpName = "N" };
    public readonly Option<bool> Strict = new("--strict") { Description = "Refuse the input when one record is bad, instead of failing that row" };

    private readonly Option<InputFormat?> _format = new("--input-format") { Description = "csv, jsonl, jsonarray, excel or batch, when it is not told rightly", HelpName = "NAME" };
    private readonly Option<string?> _encoding = new("--encoding") { Description = "Character encoding of a CSV that is not Unicode, such as windows-1252", HelpName = "NAME" };
    private readonly Option<string?> _delimiter = new("--delimiter") { Description = "CSV separator (default: told from the file); tab for a tab", HelpName = "CHAR" };
    private readonly Option<string?> _sheet = new("--sheet") { Description = "Excel sheet (default: the first)", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Input);
        Option[] options = [Id, Where, Limit, Strict];
        foreach (var option in options)
            command.Options.Add(option);
        AddReadingTo(command);
    }

    /// <summary>Adds how an input is read, and not which rows of it are meant.</summary>
    public void AddReadingTo(Command command)
    {
        Option[] options = [_format, _encoding, _delimiter, _sheet];
        foreach (var option in options)
            command.Options.Add(option);
    }

    /// <summary>The source; standard input is spooled into the home folder first, so that a crash does not lose it. A relative path begins in the folder, or in the process's own.</summary>
    public async Task<InputSource> ReadAsync(ParseResult parse, string home, CancellationToken cancellation, string? folder = null)
    {
        var path = parse.GetValue(Input)!;
        var isStandardInput = path == "-";
        if (isStandardInput)
            path = (await SpooledInput.FromStandardInputAsync(Console.OpenStandardInput(), Path.Combine(home, "spool"), cancellation)).Path;
        return Of(parse, Path.GetFullPath(path, folder ?? Environment.CurrentDirectory), isStandardInput ? StandardInput : path);
    }

    /// <summary>A source that is read as the options say.</summary>
    public InputSource Of(ParseResult parse, string path, string displayName) => new(path)
    {
        DisplayName = displayName,
        Format = parse.GetValue(_format),
        Encoding = parse.GetValue(_encoding),
        Delimiter = Separator(parse.GetValue(_delimiter)),
        Sheet = parse.GetValue(_sheet),
    };

    private static char? Separator(string? text) => text switch
    {
        null => null,
        "tab" or "\\t" => '\t',
        [var single] => single,
        _ => throw new UsageException($"--delimiter takes one character or the word tab, not '{text}'"),
    };
}
