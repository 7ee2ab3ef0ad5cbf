using System.Collections.Concurrent;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Accounting;

/// <summary>The ledger's part about files and batches. It keeps the things themselves and describes them when somebody asks.</summary>
internal sealed class BatchBooks
{
    private readonly Lock _lock = new();
    private readonly List<Batch> _batches = [];
    private readonly List<(Account Account, StoredFile File)> _files = [];
    private readonly ConcurrentDictionary<CallKind, long> _calls = new();
    private long _cancelled;

    public void Opened(Batch batch)
    {
        lock (_lock)
            _batches.Add(batch);
    }

    public void Kept(Account account, StoredFile file)
    {
        lock (_lock)
            _files.Add((account, file));
    }

    public void Cancelled() => Interlocked.Increment(ref _cancelled);

    public void Called(CallKind kind) => _calls.AddOrUpdate(kind, 1, (_, count) => count + 1);

    public void Clear()
    {
        lock (_lock)
        {
            _batches.Clear();
            _files.Clear();
        }

        _calls.Clear();
        _cancelled = 0;
    }

    public IReadOnlyList<LedgerBatch> Batches() => [.. Now().Batches.Select(Describe)];

    public IReadOnlyList<LedgerFile> Files()
    {
        // The results' files come with the end of their batch, which a look brings about.
        foreach (var batch in Now().Batches)
            batch.Look();
        return [.. Now().Files.Select(entry => Describe(entry.Account, entry.File))];
    }

    public IReadOnlyDictionary<string, int> ExecutedLines()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in Now().Batches.SelectMany(batch => batch.ExecutedIds()))
            counts[id] = counts.GetValueOrDefault(id) + 1;
        return counts;
    }

    public BatchTotals Totals()
    {
        var batches = Batches();
        var files = Files();
        return new()
        {
            Created = batches.Count,
            Cancelled = _cancelled,
            Open = batches.Count(batch => !BatchView.IsEnd(batch.Stage)),
            ExecutedLines = batches.Sum(batch => (long)batch.ExecutedLines),
            InputTokens = batches.Sum(batch => batch.InputTokens),
            OutputTokens = batches.Sum(batch => batch.OutputTokens),
            Usd = batches.Sum(batch => batch.Usd),
            FilesUploaded = files.Count(file => file.Batch is null),
            FilesOpen = files.Count(file => file.Deleted is null),
            Calls = _calls.ToDictionary(entry => entry.Key.ToString().ToLowerInvariant(), entry => entry.Value, StringComparer.Ordinal),
        };
    }

    private (Batch[] Batches, (Account Account, StoredFile File)[] Files) Now()
    {
        lock (_lock)
            return ([.. _batches], [.. _files]);
    }

    private static LedgerBatch Describe(Batch batch)
    {
        var view = batch.Look();
        return new()
        {
            Provider = batch.Account.Address,
            Id = batch.Order.Id,
            InputFileId = batch.Order.InputFileId,
            Name = batch.Order.Name,
            Metadata = batch.Order.Metadata?.GetRawText(),
            Arrival = batch.Arrival,
            Stage = view.Stage,
            Lines = batch.Validation.Lines,
            ExecutedLines = batch.Executed,
            InputTokens = view.InputTokens,
            OutputTokens = view.OutputTokens,
            Usd = SimulatedPrice.Batched(view.InputTokens, view.OutputTokens, view.CachedTokens),
            FirstCustomId = batch.Validation.FirstCustomId,
            Polls = batch.Polls,
            CancelAsked = batch.Arrival + batch.Course.CancelAsked,
            Ended = view.IsOver ? batch.Arrival + batch.Course.EndAt : null,
            Deleted = batch.DeletedAt,
        };
    }

    private static LedgerFile Describe(Account account, StoredFile file) => new(
        account.Address, file.Id, file.Name, file.Bytes, file.Arrival, file.MadeBy?.Order.Id, file.DeletedAt);
}
