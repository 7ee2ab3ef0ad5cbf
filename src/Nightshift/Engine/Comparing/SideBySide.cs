using System.Runtime.CompilerServices;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Engine.Comparing;

/// <summary>Reads the rows of several jobs over the same rows of the same input side by side. Memory does not grow with their number.</summary>
internal static class SideBySide
{
    /// <summary>Row by row, one result for each job, in the order of the jobs.</summary>
    /// <exception cref="InvalidOperationException">The jobs are not over the same rows.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<RowResult>> ReadAsync(IStore store, IReadOnlyList<Job> jobs, [EnumeratorCancellation] CancellationToken stop)
    {
        var readers = jobs.Select(job => store.ReadResultsAsync(job.Id, withBodies: true, stop).GetAsyncEnumerator(stop)).ToList();
        try
        {
            while (await NextAsync(readers))
            {
                RowResult[] rows = [.. readers.Select(reader => reader.Current)];
                if (rows.Any(row => (row.Id.Index, row.Line) != (rows[0].Id.Index, rows[0].Line)))
                    throw new InvalidOperationException($"jobs {string.Join(", ", jobs.Select(job => job.Id))} are not over the same rows");
                yield return rows;
            }
        }
        finally
        {
            foreach (var reader in readers)
                await reader.DisposeAsync();
        }
    }

    private static async Task<bool> NextAsync(List<IAsyncEnumerator<RowResult>> readers)
    {
        var there = 0;
        foreach (var reader in readers)
            there += await reader.MoveNextAsync() ? 1 : 0;
        return there == 0 || there == readers.Count ? there > 0 : throw new InvalidOperationException("the jobs have not the same number of rows");
    }
}
