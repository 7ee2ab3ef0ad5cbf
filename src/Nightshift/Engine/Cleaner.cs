using System.Runtime.CompilerServices;
using Nightshift.Batching;
using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Providers;
using Nightshift.Settling;
using Nightshift.Stores;

namespace Nightshift.Engine;

/// <summary>Deletes what is left of ours at providers, account by account. Accounts that cannot be asked keep none of the others waiting.</summary>
/// <param name="store">Knows which batches left something, and which are under way.</param>
/// <param name="spool">Their files on this machine.</param>
/// <param name="locate">Finds the accounts behind a model's name.</param>
/// <param name="openLane">The way to a model's account, at an address; throws what a connection that cannot be made throws.</param>
/// <param name="isRunning">Whether a job is being worked on: that cleans up behind itself.</param>
/// <param name="time">The clock.</param>
/// <param name="random">The source of jitter.</param>
internal sealed class Cleaner(
    IStore store, BatchSpool spool, Func<string, ConnectionSet> locate, Func<string, string?, bool, BatchLane> openLane, Func<JobId, bool> isRunning, TimeProvider time, Random random)
{
    /// <summary>Cleans; what came of each thing is told as it comes.</summary>
    public async IAsyncEnumerable<CleanOutcome> CleanAsync(CleanRequest request, [EnumeratorCancellation] CancellationToken stop)
    {
        var swept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var place in await PlacesAsync(request, stop))
        {
            var (lane, why) = Open(place);
            if (lane is null)
            {
                yield return new CleanOutcome.NotAsked(place.Name, why!);
                continue;
            }

            using (lane)
            {
                using var brake = new Brake();
                var desk = new BatchDesk(store, lane, spool, Judge(place, lane, brake), time);
                var sweep = new BatchSweep(desk, new BatchCleaning(desk, new BatchUpload(desk)));
                foreach (var foreign in place.Left.Where(batch => batch.Account != lane.Account).DistinctBy(batch => batch.Account))
                    yield return new CleanOutcome.NotAsked(place.Name, $"batch {foreign.RemoteId ?? foreign.Id.ToString()} was made with another key; set the key that made it, then clean again");
                foreach (var batch in place.Left.Where(batch => batch.Account == lane.Account))
                {
                    await foreach (var outcome in sweep.CleanAsync(batch, request.IsDryRun, stop))
                        yield return outcome;
                }

                if (!swept.Add(lane.Account))
                    continue;
                await foreach (var outcome in sweep.CleanAsync(request.OlderThan, request.IsDryRun, stop))
                    yield return outcome;
            }
        }
    }

    /// <summary>Where batches of the store are, one for each provider and address, and where the user wants it looked.</summary>
    private async Task<IReadOnlyList<Place>> PlacesAsync(CleanRequest request, CancellationToken stop)
    {
        var places = new List<Place>();
        foreach (var job in (await store.ListJobsAsync(stop)).Where(job => !isRunning(job.Id)))
        {
            if (await store.ListBatchesAsync(job.Id, stop) is not { Count: > 0 } batches)
                continue;
            var spec = JobSpec.Of(job);
            var left = batches.Where(batch => batch.State == BatchState.Ingested && (!spec.KeepRemote || batch.EndedAt < time.GetUtcNow() - request.OlderThan));
            places.AddRange(spec.IsOfRoute
                ? locate(spec.Task.Model).Known.Where(member => member.Provider.Batch is not null).Select(member => new Place(
                    member.Destination, $"{member.Model}", null, spec.AllowInsecure, [.. left.Where(batch => BatchLane.IsAt(batch, member))]))
                : [new Place(spec.Destination, spec.Task.Model, spec.BaseUrl, spec.AllowInsecure, [.. left])]);
        }

        places.AddRange(request.Models.Select(model => new Place(ModelName.Parse(model).Provider, model, null, false, [])));
        return [.. places.GroupBy(place => (place.Name, place.BaseUrl)).Select(group => group.First() with { Left = [.. group.SelectMany(place => place.Left)] })];
    }

    private (BatchLane? Lane, string? Why) Open(Place place)
    {
        try
        {
            return (openLane(place.Model, place.BaseUrl, place.AllowInsecure), null);
        }
        catch (ConnectionException e) when (!e.IsMisuse)
        {
            return (null, e.Message);
        }
    }

    /// <summary>The steps of a batch want somebody who judges; here no row is judged, and the brake stops nothing.</summary>
    private RowJudge Judge(Place place, BatchLane lane, Brake brake) => new(
        new TaskDefinition { Model = place.Model, Prompt = "" }, new ModelPrices(PriceBook.Default, lane.Connection.Provider, lane.Connection.Model), new LaneWatch(), brake, time, random);

    private sealed record Place(string Name, string Model, string? BaseUrl, bool AllowInsecure, IReadOnlyList<Batch> Left);
}
