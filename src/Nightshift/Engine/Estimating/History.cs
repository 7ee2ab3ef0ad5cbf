using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Providers;
using Nightshift.Stores;
using Nightshift.Tokens;

namespace Nightshift.Engine.Estimating;

/// <summary>What the store has seen of a model: how many tokens its provider counted for requests that are known, and how long the answers to a task were.</summary>
internal sealed class History
{
    private const int MostJobs = 5;
    private const int MostRows = 500;

    /// <summary>Fewer tell nothing.</summary>
    private const int FewestRows = 20;

    private readonly MeasuredRatio _input = new();
    private readonly MeasuredRatio _inputOfBytes = new();
    private readonly MeasuredRatio _output = new();

    /// <summary>Rows that the input is known from.</summary>
    public int InputRows => _input.Count;

    /// <summary>Rows that the output is known from: answers to the same task.</summary>
    public int OutputRows => _output.Count;

    /// <summary>Tokens that were counted for each that was reckoned; null when too few were seen.</summary>
    public Likely? InputFactor => _input.Count < FewestRows ? null : Likely.Around(_input.Ratio, _input.Spread);

    /// <summary>Input tokens for each byte of a request's body; null when too few were seen.</summary>
    public Likely? InputPerByte => _input.Count < FewestRows ? null : Likely.Around(_inputOfBytes.Ratio, _inputOfBytes.Spread);

    /// <summary>Tokens of an answer; null when too few were seen.</summary>
    public Likely? OutputTokens => _output.Count < FewestRows ? null : Likely.Around(_output.Ratio, _output.Spread);

    /// <summary>Looks through the newest jobs of a model.</summary>
    public static async Task<History> ReadAsync(IStore store, TaskDefinition task, Connection connection, TokenModel model, CancellationToken stop)
    {
        var history = new History();
        var jobs = (await store.ListJobsAsync(stop)).Where(job => job.Counts.Succeeded > 0)
            .Select(job => (job.Id, Spec: JobSpec.Of(job))).Where(job => job.Spec.Task.Model == task.Model).Take(MostJobs);
        foreach (var (job, spec) in jobs)
            await history.ReadAsync(store, job, spec, task, connection, model, stop);
        return history;
    }

    private async Task ReadAsync(IStore store, JobId job, JobSpec spec, TaskDefinition task, Connection connection, TokenModel model, CancellationToken stop)
    {
        var renderer = RequestRenderers.For(spec.Task with { Model = $"{connection.Model}" }, connection, spec.IsBatchFile);
        var isSameTask = IsSame(spec.Task, task);
        var counter = new TextCounter();
        var rows = 0;
        await foreach (var row in store.ReadResultsAsync(job, cancellation: stop))
        {
            // Usage of more than one attempt is more than one request's.
            if (row is not { State: RowState.Succeeded, Attempts: 1, Mode: AnswerMode.Live or AnswerMode.Batch, Usage.InputTokens: > 0 })
                continue;
            if (Reckon(row, renderer, counter, model) is not var (reckoned, bytes))
                continue;
            _input.Add(reckoned, row.Usage.InputTokens);
            _inputOfBytes.Add(bytes, row.Usage.InputTokens);
            if (isSameTask)
                _output.Add(1, row.Usage.OutputTokens);
            if (++rows >= MostRows)
                break;
        }
    }

    private static bool IsSame(TaskDefinition one, TaskDefinition other) =>
        (one.Prompt, one.System, one.Schema, one.MaxTokens, one.Temperature) == (other.Prompt, other.System, other.Schema, other.MaxTokens, other.Temperature)
        && one.OneOf.SequenceEqual(other.OneOf, StringComparer.Ordinal);

    private static (long Tokens, int Bytes)? Reckon(RowResult row, IRequestRenderer renderer, TextCounter counter, TokenModel model)
    {
        if (!RecordView.TryParse(row.Record, out var record, out _))
            return null;
        using (record)
        {
            if (renderer.Render(record) is not RenderedRequest.Ready ready)
                return null;
            counter.Clear();
            return (model.Of(counter, RequestTexts.Count(ready.Body.Span, counter)), ready.Body.Length);
        }
    }
}
