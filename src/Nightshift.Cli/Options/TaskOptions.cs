using System.CommandLine;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Providers;

namespace Nightshift.Cli.Options;

/// <summary>What to do with each row: a task file, and flags that win over it.</summary>
internal sealed class TaskOptions
{
    private readonly Option<string?> _task = new("--task") { Description = "Task file (YAML): model, prompt, labels, …; flags win over it", HelpName = "FILE" };
    private readonly Option<string?> _prompt = new("--prompt") { Description = "What to ask of each row; {{column}} takes the row's value; @FILE reads it", HelpName = "TEXT|@FILE" };
    private readonly Option<string?> _system = new("--system") { Description = "System message, a template too; @FILE reads it", HelpName = "TEXT|@FILE" };
    private readonly Option<string?> _model = new("--model") { Description = "provider/model, such as openai/gpt-5.4-mini or sim/label", HelpName = "MODEL" };
    private readonly Option<string?> _endpoint = new("--endpoint") { Description = "Which endpoint: chat", HelpName = "NAME" };
    private readonly Option<int?> _maxTokens = new("--max-tokens") { Description = "Output tokens per answer at the most", HelpName = "N" };
    private readonly Option<decimal?> _temperature = new("--temperature") { Description = "Sampling temperature, 0 to 2", HelpName = "T" };
    private readonly Option<string?> _schema = new("--schema") { Description = "JSON schema that each answer must satisfy", HelpName = "FILE" };
    private readonly Option<string?> _oneOf = new("--one-of") { Description = "Labels of which each answer must be one", HelpName = "a,b,c" };
    private readonly Option<string?> _outputColumn = new("--output-column") { Description = "Name of the answer's column (default: answer)", HelpName = "NAME" };

    /// <summary>Adds the options.</summary>
    /// <param name="command">The command that takes them.</param>
    /// <param name="hasModel">Whether the task's model is to be said here; otherwise whoever says it is told where it belongs.</param>
    public void AddTo(Command command, bool hasModel = true)
    {
        _model.Hidden = !hasModel;
        Option[] options = [_task, _prompt, _system, _model, _endpoint, _maxTokens, _temperature, _schema, _oneOf, _outputColumn];
        foreach (var option in options)
            command.Options.Add(option);
    }

    /// <summary>The task that file and flags make together.</summary>
    /// <param name="parse">The flags.</param>
    /// <param name="isBatchFile">Whether the rows bring their own bodies, and with them their model.</param>
    /// <param name="model">The model that the command has from elsewhere; null for the task's own.</param>
    /// <param name="folder">Where relative paths begin; null for the process's own folder.</param>
    public TaskDefinition Read(ParseResult parse, bool isBatchFile, string? model = null, string? folder = null)
    {
        if (model is not null && parse.GetValue(_model) is { } another)
            throw new UsageException($"--model {another} has no place here: put it into --models");
        var flags = new TaskOverrides
        {
            Prompt = Text(parse, _prompt, folder),
            System = Text(parse, _system, folder),
            Model = model ?? parse.GetValue(_model),
            Endpoint = parse.GetValue(_endpoint),
            MaxTokens = parse.GetValue(_maxTokens),
            Temperature = parse.GetValue(_temperature),
            Schema = parse.GetValue(_schema) is { } file ? TextArgument.Read("@" + From(folder, file), _schema.Name) : null,
            OneOf = parse.GetValue(_oneOf)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            OutputColumn = parse.GetValue(_outputColumn),
        };
        var all = parse.GetValue(_task) is { } task ? flags.Over(TaskFile.Load(From(folder, task))) : flags;
        return (isBatchFile && all.Model is null ? all with { Model = ModelName.OfEachLine } : all).ToDefinition(isBatchFile);
    }

    private static string? Text(ParseResult parse, Option<string?> option, string? folder) => parse.GetValue(option) switch
    {
        null => null,
        ['@', not '@', ..] path => TextArgument.Read("@" + From(folder, path[1..]), option.Name),
        var text => TextArgument.Read(text, option.Name),
    };

    private static string From(string? folder, string path) => folder is null ? path : Path.Combine(folder, path);
}
