using System.CommandLine;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Options;

/// <summary>A job by its number or its name.</summary>
internal static class JobArgument
{
    public static Argument<string> Create() => new("JOB") { Description = "The job's number, or its name when only one has it (`nightshift jobs` lists them)" };

    /// <summary>The job that is meant.</summary>
    /// <exception cref="UsageException">There is no such job, or the name is several jobs'.</exception>
    public static async Task<Job> FindAsync(IStore store, string text)
    {
        if (long.TryParse(text, out var number) && await store.FindJobAsync(new JobId(number)) is { } byNumber)
            return byNumber;
        var jobs = await store.ListJobsAsync();
        var named = jobs.Where(job => job.Name == text).ToList();
        return named switch
        {
            [var one] => one,
            [] when jobs.Count == 0 => throw new UsageException($"there is no job '{text}': this store has none yet"),
            [] => throw new UsageException($"there is no job '{text}'; there are: {string.Join(", ", jobs.Take(10).Select(job => $"{job.Id} ({job.Name})"))}"),
            _ => throw new UsageException($"{named.Count} jobs are called '{text}': {string.Join(", ", named.Select(job => job.Id))}; use the number"),
        };
    }
}
