using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

/// <summary>The ids of a job's rows: from <see cref="First"/> up to, and without, <see cref="End"/>.</summary>
internal readonly record struct IdRange(long First, long End)
{
    public static IdRange Of(JobId job) => new(new RowId(job, 0).Packed, new RowId(new JobId(job.Value + 1), 0).Packed);

    public bool Contains(long id) => id >= First && id < End;
}
