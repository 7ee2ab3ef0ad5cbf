using Nightshift.Model;
using Nightshift.Sending;
using Nightshift.Settling;
using Nightshift.Stores;

namespace Nightshift.Batching;

/// <summary>
/// Puts a job's waiting rows into batches: claims them, writes their lines into the spool, and seals what is full by rows, bytes or tokens.
/// One model a batch; as many batches as the account's queue takes.
/// </summary>
internal sealed class BatchPlanner(Job job, IStore store, BatchLane lane, BatchSpool spool, RowPreparer preparer, Reserver reserver, Settler settler, TimeProvider time)
{
    private const int ClaimRows = 4_000;
    private const long ClaimBytes = 32 * 1024 * 1024;

    /// <summary>What a budget still lets go is a batch of its own as long as it is this part of the job's largest: each takes hours.</summary>
    private const int SmallestPart = 10;

    private readonly Dictionary<string, BatchDraft> _drafts = new(StringComparer.Ordinal);
    private readonly List<Lease> _heldBack = [];
    private readonly List<Batch> _sealed = [];
    private readonly Dictionary<string, BatchRoom> _rooms = new(StringComparer.Ordinal);
    private DateTimeOffset? _notBefore;
    private BudgetStanding? _lacking;

    /// <summary>Plans what can be planned now.</summary>
    /// <param name="mostRows">Rows that are to go into batches now.</param>
    /// <param name="withRetries">Whether rows that were tried before are taken too: they gather until the job's other batches have ended.</param>
    /// <param name="stop">Claims no more; what is full by then is sealed, the rest given back.</param>
    public async Task<BatchPlan> PlanAsync(long mostRows, bool withRetries, CancellationToken stop)
    {
        try
        {
            await FillAsync(mostRows, withRetries, stop);
            foreach (var draft in _drafts.Values.ToArray())
                await SealAsync(draft);
        }
        finally
        {
            await GiveBackAsync();
        }

        var plan = new BatchPlan([.. _sealed], _notBefore, _lacking);
        _sealed.Clear();
        return plan;
    }

    private async Task FillAsync(long mostRows, bool withRetries, CancellationToken stop)
    {
        _notBefore = null;
        var lacked = _lacking;
        _lacking = null;
        while (!stop.IsCancellationRequested && _heldBack.Count == 0 && mostRows > 0)
        {
            // A full queue stays full for hours: rows are not claimed again and again only to be given back.
            var model = lane.Connection.Model;
            if (_drafts.Count == 0 && lacked is not null && (await TightestAsync()).RoomUsd <= lacked.RoomUsd)
            {
                _lacking = lacked;
                return;
            }

            if (_drafts.Count == 0 && !model.IsOfEachLine && await RoomAsync(model.Model) is not { Rows: > 0, Tokens: > 0 })
                return;
            var rows = await store.ClaimAsync(job.Id, new ClaimLimit((int)Math.Min(ClaimRows, mostRows), withRetries ? int.MaxValue : 0, ClaimBytes), CancellationToken.None);
            if (rows.Count == 0)
                return;
            mostRows -= rows.Count;
            foreach (var row in rows)
                await AddAsync(row);
        }
    }

    private async Task AddAsync(ClaimedRow row)
    {
        if (preparer.Prepare(row, out var unfit) is not { } prepared)
        {
            await settler.PostAsync(row, unfit!);
            return;
        }

        var model = lane.Connection.Model.IsOfEachLine ? prepared.Terms.Model ?? "" : lane.Connection.Model.Model;
        var usd = reserver.Of(prepared, AnswerMode.Batch);
        if (_drafts.TryGetValue(model, out var draft) && await RoomAsync(model) is var room && !draft.TryAdd(prepared, usd, room))
        {
            if (draft.Usd + usd <= room.Usd)
                await SealAsync(draft);
            else
                await SealUnlessSmallAsync(draft);
            draft = null;
        }

        if (draft is null && !await BeginAsync(model, prepared, usd))
            _heldBack.Add(row.Lease);
    }

    private async Task<bool> BeginAsync(string model, PreparedRow first, decimal usd)
    {
        if (_heldBack.Count > 0 || await RoomAsync(model) is not { Rows: > 0, Tokens: > 0 } room)
            return false;
        // A row that alone is more than what is left waits for what is under way, and goes when nothing is.
        if (TokenEstimate.OfInput(first.Body.Length) > room.Tokens && room.IsShared)
            return false;
        if (usd > room.Usd)
        {
            _lacking = await TightestAsync();
            return false;
        }

        var draft = new BatchDraft(spool, lane.Protocol, CustomId.NewSubmission(), model);
        _drafts.Add(model, draft);
        return draft.TryAdd(first, usd, room);
    }

    /// <summary>What a batch of the model may take, reckoned once for each batch.</summary>
    private async ValueTask<BatchRoom> RoomAsync(string model)
    {
        if (_rooms.TryGetValue(model, out var known))
            return known;
        var batches = await store.ListBatchesAsync();
        var enqueued = EnqueuedRoom.Of(batches, lane.Account, model, lane.Terms, time.GetUtcNow());
        if (enqueued.NotBefore is { } due)
            _notBefore = _notBefore is { } earlier && earlier < due ? earlier : due;
        var room = new BatchRoom(
            Math.Min(await MostRowsAsync(model), enqueued.Rows), lane.Terms.MostBytes, enqueued.NotBefore is null ? enqueued.Tokens : 0,
            await UsdAsync(),
            batches.Any(batch => batch.Account == lane.Account && batch.Model == model && batch.State.IsEnqueued()));
        _rooms.Add(model, room);
        return room;
    }

    /// <summary>What the budgets leave; a little less, because what is set aside for each row is rounded up.</summary>
    private async ValueTask<decimal> UsdAsync()
    {
        const decimal Rounding = 0.000_001m;
        return reserver.Budgets.Count == 0 ? decimal.MaxValue : (await TightestAsync()).RoomUsd - Rounding - _drafts.Values.Sum(draft => draft.Usd);
    }

    private async ValueTask<BudgetStanding> TightestAsync() => (await store.ReadStandingsAsync(reserver.Budgets)).MinBy(standing => standing.RoomUsd)!;

    /// <summary>After a batch that was refused for its content without naming the lines, smaller ones: the fault is closed in on.</summary>
    private async Task<long> MostRowsAsync(string model)
    {
        const int Narrowing = 8;
        var refused = (await store.ListBatchesAsync(job.Id)).Where(batch => batch.Model == model && !batch.State.IsEnqueued())
            .Reverse().TakeWhile(batch => batch.FaultCode == Refused.InvalidCode).FirstOrDefault();
        return refused is null ? lane.Terms.MostRows : Math.Max(1, refused.Rows / Narrowing);
    }

    private async Task SealAsync(BatchDraft draft)
    {
        _drafts.Remove(draft.Model);
        _rooms.Remove(draft.Model);
        using (draft)
        {
            if (lane.Protocol.Mark == Protocols.Batches.BatchMark.RequestCount)
                await MakeCountUniqueAsync(draft);
            var leases = draft.Leases;
            if (leases.Count > 0)
            {
                var sha256 = draft.Finish();
                spool.Sync();
                Failpoint.Hit(BatchFailpoints.Spooled);
                var batch = await store.SealBatchAsync(
                    new NewBatch(job.Id, draft.Submission, lane.Account, draft.Model, draft.Bytes, sha256, draft.Tokens), leases,
                    reserver.For(draft.Usd, leases.Count));
                if (batch is not null)
                {
                    _sealed.Add(batch);
                    return;
                }

                // The job was cancelled meanwhile, or another job has taken what the budget had.
                _heldBack.AddRange(leases);
            }
        }

        spool.Remove(draft.Submission);
    }

    /// <summary>Where a batch can only be told by the number of its requests, no two open ones of an account have the same.</summary>
    private async Task MakeCountUniqueAsync(BatchDraft draft)
    {
        var taken = (await store.ListBatchesAsync()).Where(batch => batch.Account == lane.Account && batch.State.IsEnqueued()).Select(batch => batch.Rows).ToHashSet();
        while (draft.Rows > 0 && taken.Contains(draft.Rows))
            _heldBack.Add(draft.RemoveLast());
    }

    /// <summary>Seals what the budget has room for, unless it is next to nothing beside what the job has had in batches already.</summary>
    private async Task SealUnlessSmallAsync(BatchDraft draft)
    {
        var largest = (await store.ListBatchesAsync(job.Id)).Select(batch => batch.Rows).DefaultIfEmpty().Max();
        if (draft.Rows >= largest / SmallestPart)
        {
            await SealAsync(draft);
            return;
        }

        _lacking = await TightestAsync();
        HoldBack(draft);
    }

    private void HoldBack(BatchDraft draft)
    {
        _drafts.Remove(draft.Model);
        _heldBack.AddRange(draft.Leases);
        draft.Dispose();
        spool.Remove(draft.Submission);
    }

    private async Task GiveBackAsync()
    {
        _rooms.Clear();
        foreach (var draft in _drafts.Values.ToArray())
            HoldBack(draft);
        if (_heldBack.Count > 0)
            await store.ReleaseAsync([.. _heldBack]);
        _heldBack.Clear();
    }
}

/// <summary>What planning came to.</summary>
/// <param name="Batches">Those it sealed.</param>
/// <param name="NotBefore">When a refused account may be asked again; null when it may be now.</param>
/// <param name="Lacking">The budget that has no room for the next row; null when none is short.</param>
internal sealed record BatchPlan(IReadOnlyList<Batch> Batches, DateTimeOffset? NotBefore, BudgetStanding? Lacking);
