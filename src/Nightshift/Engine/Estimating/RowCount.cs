using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Stores;
using Nightshift.Tokens;

namespace Nightshift.Engine.Estimating;

/// <summary>Goes through an input as intake would, and counts what would be sent. Memory: sixteen bytes for each request that differs.</summary>
/// <param name="spec">The job.</param>
/// <param name="planner">Makes rows of records.</param>
/// <param name="model">How tokens are counted.</param>
/// <param name="tallies">Get each request that is sent.</param>
/// <param name="answers">Where answers of earlier jobs are; null when they are not taken.</param>
internal sealed class RowCount(JobSpec spec, RowPlanner planner, TokenModel model, IReadOnlyList<PriceTally> tallies, IStore? answers)
{
    private readonly HashSet<RequestHash> _seen = [];
    private readonly List<(RequestHash? Hash, long Tokens, int Bytes)> _waiting = [];
    private readonly TextCounter _counter = new();

    public long Rows { get; private set; }

    public long Bad { get; private set; }

    public long Duplicates { get; private set; }

    public long Answered { get; private set; }

    public long InputTokens { get; private set; }

    /// <summary>Of the requests that are sent, without what a batch's lines add.</summary>
    public long Bytes { get; private set; }

    public long ToSend => Rows - Bad - Duplicates - Answered;

    /// <summary>Reads the input to its end.</summary>
    public async Task<RowCount> ReadAsync(int lookUps, IProgress<long>? progress, CancellationToken stop)
    {
        using var reader = InputFile.Open(spec.Input);
        while (!planner.IsFull(Rows) && reader.TryRead(out var record))
        {
            if (planner.Plan(record, reader, Rows) is not { } row)
                continue;
            Rows++;
            See(row);
            if (_waiting.Count < lookUps)
                continue;
            await LookUpAsync(stop);
            progress?.Report(Rows);
            stop.ThrowIfCancellationRequested();
        }

        await LookUpAsync(stop);
        return this;
    }

    private void See(NewRow row)
    {
        if (row.Fault is not null)
        {
            Bad++;
            return;
        }

        if (row.Hash is { } hash && !_seen.Add(hash))
        {
            Duplicates++;
            return;
        }

        _counter.Clear();
        _waiting.Add((row.Hash, model.Of(_counter, RequestTexts.Count(planner.Body.Span, _counter)), planner.Body.Length));
    }

    private async Task LookUpAsync(CancellationToken stop)
    {
        var hashes = _waiting.Where(row => row.Hash is not null).Select(row => row.Hash!.Value).ToList();
        var known = answers is null || hashes.Count == 0 ? [] : hashes.Zip(await answers.AreAnsweredAsync(hashes, stop)).Where(pair => pair.Second).Select(pair => pair.First).ToHashSet();
        foreach (var (hash, tokens, bytes) in _waiting)
        {
            if (hash is { } asked && known.Contains(asked))
            {
                Answered++;
                continue;
            }

            InputTokens += tokens;
            Bytes += bytes;
            foreach (var tally in tallies)
                tally.Add(tokens);
        }

        _waiting.Clear();
    }
}
