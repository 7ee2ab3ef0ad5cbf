using Nightshift.Model;

namespace Nightshift.Tests.Simulation;

/// <content>How a job comes in: whenever a process dies, what is there is the beginning of the input, and all of it in the end.</content>
internal sealed partial class SimOracle
{
    /// <summary>The jobs that there are.</summary>
    public int Jobs => _jobs.Count;

    /// <summary>How far the newest job has come in.</summary>
    public string IntakeStage => Wanted is not null ? "no job yet" : _jobs.Values.Last() switch
    {
        { TakenIn: 0 } => "no rows yet",
        { IsSealed: true } => "sealed",
        var job => job.TakenIn < job.Rows ? "between chunks" : "not sealed yet",
    };

    public void Added(JobId job)
    {
        var plan = Wanted!;
        _jobs.Add(job, new JobTrack(plan.Concurrency, plan.Rpm, plan.MaxAttempts, plan.Prompts.Count));
        for (var index = 0; index < plan.Prompts.Count; index++)
            _rows.Add(new RowId(job, index), new RowTrack(plan.Prompts[index]));
        Wanted = null;
    }

    public void TookIn(JobId job, IReadOnlyList<NewRow> rows, long recordsRead)
    {
        var track = _jobs[job];
        Hold(rows.Select(row => row.Index).SequenceEqual(Enumerable.Range(0, rows.Count).Select(row => track.TakenIn + row)), $"I2: job {job} takes in rows {rows[0].Index} to {rows[^1].Index} after {track.TakenIn}");
        track.TakenIn += rows.Count;
        Hold(recordsRead == track.TakenIn, $"I2: job {job} has read {recordsRead} records and has {track.TakenIn} rows");
        Progresses();
    }

    public void Sealed(JobId job)
    {
        var track = _jobs[job];
        Hold(track.TakenIn == track.Rows, $"I2: job {job} is taken in with {track.TakenIn} rows of {track.Rows}");
        track.IsSealed = true;
    }
}
