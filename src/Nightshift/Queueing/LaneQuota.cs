namespace Nightshift.Queueing;

/// <summary>What one lane may take of a job's waiting rows: its share of the job's quota, while it is its turn.</summary>
/// <param name="job">The job's, which all of its lanes take from.</param>
/// <param name="hasTurn">Whether nobody cheaper has room.</param>
internal sealed class LaneQuota(LiveQuota job, Func<bool> hasTurn)
{
    /// <summary>Whether any may be taken.</summary>
    public bool IsOpen => job.IsOpen && hasTurn();

    /// <summary>Whether the job's live calls are to take none, whoever has room.</summary>
    public bool IsShut => !job.IsOpen;

    /// <summary>Takes some, as far as there are any; how many.</summary>
    public int Take(int wanted) => hasTurn() ? job.Take(wanted) : 0;
}
