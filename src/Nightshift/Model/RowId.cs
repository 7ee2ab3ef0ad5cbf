namespace Nightshift.Model;

/// <summary>The identity of a row: its job, and its place in the input.</summary>
/// <param name="Job">The job that the row belongs to.</param>
/// <param name="Index">0 for the first record of the input.</param>
public readonly record struct RowId(JobId Job, long Index)
{
    private const int IndexBits = 40;

    /// <summary>Both parts in one number that sorts as (job, index): the stores' primary key. 2^40 rows a job, 2^23 jobs.</summary>
    public long Packed => (Job.Value << IndexBits) | Index;

    /// <summary>The reverse of <see cref="Packed"/>.</summary>
    public static RowId FromPacked(long packed) => new(new JobId(packed >> IndexBits), packed & ((1L << IndexBits) - 1));

    /// <summary>As <c>12/417</c>.</summary>
    public override string ToString() => $"{Job}/{Index}";
}
