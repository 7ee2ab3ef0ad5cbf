using System.CommandLine;
using Nightshift.Engine;
using Nightshift.Intake;

namespace Nightshift.Cli.Options;

/// <summary>All that makes a job: input, task, sending, output. Shared by the commands that take a dataset.</summary>
internal sealed class JobOptions
{
    private readonly InputOptions _input = new();
    private readonly TaskOptions _task = new();
    private readonly SendingOptions _sending = new();
    private readonly Option<decimal?> _maxCost = new("--max-cost") { Description = "Dollars that the job may cost at the most, over all of its runs; it stops before that with exit code 4", HelpName = "USD" };
    private readonly Option<string[]> _tags = new("--tag") { Description = "A word by which reports and budgets tell the job's spending (can be repeated)", HelpName = "TAG" };
    private readonly Option<string?> _name = new("--name") { Description = "What to call the job (default: the input's file name)", HelpName = "NAME" };

    /// <summary>The input's argument, by which a command can ask what was typed.</summary>
    public Argument<string> Input => _input.Input;

    public void AddTo(Command command)
    {
        _input.AddTo(command);
        _task.AddTo(command);
        _sending.AddTo(command);
        command.Options.Add(_maxCost);
        command.Options.Add(_name);
        command.Options.Add(_tags);
        OutputChoice.AddTo(command);
    }

    /// <summary>Adds what jobs over the same rows have in common when they differ in their models alone and their answers are looked at, not written.</summary>
    public void AddSharedTo(Command command)
    {
        _input.AddTo(command);
        _task.AddTo(command, hasModel: false);
        _sending.AddLiveTo(command);
    }

    /// <summary>Adds what makes a job of each lot of a queue: all but which rows, and its name.</summary>
    public void AddForLotsTo(Command command)
    {
        command.Options.Add(_input.Id);
        _task.AddTo(command);
        _sending.AddTo(command);
        command.Options.Add(_maxCost);
        command.Options.Add(_tags);
        OutputChoice.AddTo(command);
    }

    /// <summary>The job that the options make of a lot, but for its input; without an output when none is named.</summary>
    public JobRequest ReadForLots(ParseResult parse, string folder)
    {
        var request = Read(parse, new InputSource(""), isBatchFile: false, folder: folder);
        return request.Output is { Path: "-" } ? request with { Output = null } : request;
    }

    /// <summary>Whether it was said how the rows get their answers.</summary>
    public bool HasStrategy(ParseResult parse) => _sending.HasStrategy(parse);

    /// <summary>The job that the options make.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="home">Where standard input is spooled to.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <param name="model">The model that the command has from elsewhere; null for the task's own.</param>
    /// <param name="folder">Where relative paths begin; null for the process's own folder.</param>
    public async Task<JobRequest> ReadAsync(ParseResult parse, string home, CancellationToken cancellation, string? model = null, string? folder = null)
    {
        var input = await _input.ReadAsync(parse, home, cancellation, folder);
        return Read(parse, input, InputFile.IsBatchFile(input), model, folder);
    }

    private JobRequest Read(ParseResult parse, InputSource input, bool isBatchFile, string? model = null, string? folder = null) => new()
    {
        Input = input,
        Task = _task.Read(parse, isBatchFile, model, folder),
        Name = parse.GetValue(_name),
        IdColumn = parse.GetValue(_input.Id),
        Where = parse.GetValue(_input.Where),
        Limit = Positive.Of(parse, _input.Limit),
        Strict = parse.GetValue(_input.Strict),
        Dedupe = !parse.GetValue(_sending.NoDedupe),
        UseCache = !parse.GetValue(_sending.NoCache),
        BaseUrl = parse.GetValue(_sending.BaseUrl),
        AllowInsecure = parse.GetValue(_sending.InsecureHttp),
        Strategy = _sending.ReadStrategy(parse),
        Deadline = _sending.ReadDeadline(parse),
        KeepRemote = parse.GetValue(_sending.KeepRemote),
        Lane = _sending.Read(parse),
        MaxCostUsd = Positive.Of(parse, _maxCost),
        Tags = [.. (parse.GetValue(_tags) ?? []).Distinct(StringComparer.Ordinal)],
        Output = OutputChoice.Of(parse, folder),
    };
}
