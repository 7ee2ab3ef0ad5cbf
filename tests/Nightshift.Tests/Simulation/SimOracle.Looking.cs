using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Simulation;

/// <content>What is seen in the store.</content>
internal sealed partial class SimOracle
{
    /// <summary>Holds what is committed now against what was, and against what must be.</summary>
    public void Look(IStore store) => SimProcess.Block(async () =>
    {
        foreach (var (id, track) in _jobs)
            await LookAsync(store, id, track);
        return true;
    });

    /// <summary>The store's own check.</summary>
    public void Check(IStore store)
    {
        var faults = SimProcess.Block(() => store.CheckAsync().ToListAsync());
        Hold(faults.Count == 0, $"the store's own check: {string.Join("; ", faults)}");
    }

    /// <summary>Whether a run that ended by itself has left a row as if under way.</summary>
    public void AtRest(JobId job) => Hold(
        !_rows.Any(row => row.Key.Job == job && row.Value.State == RowState.Sent), $"I1: job {job} ended its run and has rows in flight");

    private async Task LookAsync(IStore store, JobId id, JobTrack track)
    {
        var job = (await store.FindJobAsync(id))!;
        var counts = new long[Enum.GetValues<RowState>().Length];
        await foreach (var result in store.ReadResultsAsync(id))
        {
            counts[(int)result.State]++;
            Follow(result, _rows[result.Id]);
        }

        Hold((job.State == JobState.Intake) != track.IsSealed, $"I1: job {id} is {job.State}, {(track.IsSealed ? "and" : "but not")} all of it was taken in");
        Hold(job.Counts.Total == track.TakenIn && job.RecordsRead == track.TakenIn, $"I2: job {id} has {job.Counts.Total} rows of {job.RecordsRead} records, and {track.TakenIn} were committed");
        Hold(Enum.GetValues<RowState>().All(state => counts[(int)state] == job.Counts[state]), $"I5: job {id} counts {job.Counts}, and its rows are {string.Join(',', counts)}");
        Hold(job.Spend.Attempts == track.Entries, $"I6: job {id} has {job.Spend.Attempts} ledger entries, and {track.Entries} were made");
        Hold(job.Spend.Usage == track.Spent, $"I6: job {id} has spent {job.Spend.Usage}, and {track.Spent} was settled");
        Hold(job.Spend.CostUsd == track.Cost && job.Spend.Unpriced == 0, $"I6: job {id} has cost {job.Spend.CostUsd}, and {track.Cost} was settled");
        Hold(job.State != JobState.Finished || job.Counts.Done == job.Counts.Total, $"I1: job {id} is finished with {job.Counts}");
    }

    private void Follow(RowResult now, RowTrack was)
    {
        if (was.State.IsTerminal() && now.State != was.State)
        {
            var allowed = (was.State == RowState.Cancelled && now.State == RowState.Succeeded) || (was.State == RowState.Failed && was.MayBegin);
            Hold(allowed, $"I1: {now.Id} went from {was.State} to {now.State}");
        }

        Hold(now.State == RowState.Succeeded == now.Answer is not null, $"I1: {now.Id} is {now.State} and has {(now.Answer is null ? "no" : "an")} answer");
        // A row that was never claimed follows another, whose crashes they were.
        Hold(now.ErrorCode != "quarantined" || was.Epoch == 0 || was.Crashes > Faults.CrashesForgiven, $"I18: {now.Id} is quarantined after {was.Crashes} crashes");
        if (now.Answer is { } answer)
        {
            Hold(answer.Output == SimPrompt.Answer(was.Prompt), $"I3: {now.Id} has another row's answer");
            Hold(was.Output is null || was.Output == answer.Output, $"I4: {now.Id} has a second answer");
        }

        if (now.State != was.State)
            was.MayBegin = false;
        (was.State, was.Output) = (now.State, now.Answer?.Output);
    }
}
