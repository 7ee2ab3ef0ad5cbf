using System.CommandLine;

namespace Nightshift.Cli.Commands;

/// <summary><c>schedule</c>: jobs at set times.</summary>
internal static class ScheduleCommand
{
    public static Command Create() => new("schedule", """
        Run jobs at set times. `nightshift work --forever` starts them, as a service; `nightshift work --once` starts those that are due, when cron calls it every
        few minutes.

        A run pays for new and changed rows alone: the others take their answers from the runs before. Each planned time is run once, whatever
        restarts and clock changes do; while a run has not ended, the next is left out.

        Examples:
          nightshift schedule add "0 2 * * *" --time-zone Europe/Berlin -- run tickets.csv --task classify.yaml -o answers.csv
          nightshift schedule list
          nightshift schedule run tickets
          nightshift schedule rm tickets
        """)
    {
        ScheduleAddCommand.Create(), ScheduleListCommand.Create(), ScheduleRunCommand.Create(), ScheduleRmCommand.Create(),
    };
}
