using Nightshift.Model;
using Nightshift.Planning.Templates;
using Nightshift.Protocols;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Planning;

/// <summary>Makes a row's chat request: renders the task's templates over the record and writes the body. Safe for many threads.</summary>
public sealed class ChatRequestRenderer : IRequestRenderer
{
    private readonly PromptTemplate _prompt;
    private readonly PromptTemplate? _system;
    private readonly bool _systemVaries;
    private readonly string? _labels;
    private readonly ChatRequestWriter _writer;

    /// <summary>Reads the task's templates.</summary>
    /// <exception cref="TaskException">The task is not sound.</exception>
    public ChatRequestRenderer(TaskDefinition task, ChatProtocol protocol)
    {
        TaskChecks.Check(task);
        TaskChecks.CheckParameters(task, protocol);
        _prompt = PromptTemplate.Parse(task.Prompt!, "prompt");
        _system = task.System is null ? null : PromptTemplate.Parse(task.System, "system");
        _systemVaries = _system is { Constant: null };
        _labels = task.OneOf.Count == 0
            ? null
            : $"Answer with exactly one of these labels and nothing else:\n{string.Join('\n', task.OneOf.Select(label => $"- {label}"))}";
        _writer = new ChatRequestWriter(task, protocol, _systemVaries ? null : WithLabels(_system?.Constant));
    }

    /// <summary>The columns that prompt and system use.</summary>
    public IReadOnlyList<string> Columns => field ??= [.. _prompt.Columns.Union(_system?.Columns ?? [], StringComparer.Ordinal)];

    /// <inheritdoc/>
    public void Check(IReadOnlyList<string> available)
    {
        _prompt.Check(available);
        _system?.Check(available);
    }

    /// <inheritdoc/>
    public RenderedRequest Render(RecordView record, int? maxTokens = null)
    {
        string? system = null;
        if (_systemVaries)
        {
            switch (_system!.Render(record))
            {
                case Rendering.Faulty faulty:
                    return new RenderedRequest.Faulty(faulty.Sentence);
                case Rendering.Done done:
                    system = WithLabels(done.Text);
                    break;
            }
        }
        return _prompt.Render(record) switch
        {
            Rendering.Done done => Written(system, done.Text, maxTokens),
            Rendering.Faulty faulty => new RenderedRequest.Faulty(faulty.Sentence),
            var other => throw new InvalidOperationException($"unknown rendering {other.GetType().Name}"),
        };
    }

    private RenderedRequest Written(string? system, string user, int? maxTokens)
    {
        var body = _writer.Write(system, user, maxTokens);
        return ChatRequestRules.CheckOwn(user, body.Length) is { } fault ? new RenderedRequest.Faulty(fault) : new RenderedRequest.Ready(body);
    }

    private string? WithLabels(string? system) => (string.IsNullOrWhiteSpace(system), _labels) switch
    {
        (true, _) => _labels,
        (false, null) => system,
        (false, _) => $"{system!.TrimEnd()}\n\n{_labels}",
    };
}
