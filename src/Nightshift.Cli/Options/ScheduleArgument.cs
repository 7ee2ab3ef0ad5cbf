using System.CommandLine;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Options;

/// <summary>A schedule by its name.</summary>
internal static class ScheduleArgument
{
    public static Argument<string> Create() => new("NAME") { Description = "The schedule's name (`nightshift schedule list` has them)" };

    /// <summary>The schedule of this name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static async Task<Schedule> FindAsync(IStore store, string name)
    {
        var schedules = await store.ListSchedulesAsync();
        return schedules.FirstOrDefault(schedule => schedule.Name == name) ?? throw new UsageException(schedules.Count == 0
            ? $"there is no schedule '{name}': this store has none yet"
            : $"there is no schedule '{name}'; there are: {string.Join(", ", schedules.Take(10).Select(schedule => schedule.Name))}");
    }
}
