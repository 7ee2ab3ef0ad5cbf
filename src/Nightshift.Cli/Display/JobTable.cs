using System.Globalization;
using Nightshift.Model;
using Spectre.Console;

namespace Nightshift.Cli.Display;

/// <summary>Jobs as a table on standard output.</summary>
internal static class JobTable
{
    public static void Write(IReadOnlyList<Job> jobs, bool isOwned, IReadOnlySet<JobId> inBatches)
    {
        var table = new Table().Border(TableBorder.Minimal).BorderColor(Color.Grey);
        table.AddColumn(new TableColumn("Job").RightAligned());
        table.AddColumn("Name");
        table.AddColumn("State");
        table.AddColumn(new TableColumn("Rows").RightAligned());
        table.AddColumn(new TableColumn("Done").RightAligned());
        table.AddColumn(new TableColumn("Failed").RightAligned());
        table.AddColumn(new TableColumn("Cost").RightAligned());
        table.AddColumn("Started");
        foreach (var job in jobs)
        {
            table.AddRow(
                job.Id.ToString(),
                Markup.Escape(Screen.Safe(job.Name)),
                Words.State(job, isOwned, inBatches.Contains(job.Id)),
                Words.Count(job.Counts.Total),
                Words.Count(job.Counts.Done),
                Words.Count(job.Counts.Failed + job.Counts.Expired),
                Words.Cost(job.Spend),
                job.CreatedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        }

        Screen.Output().Write(table);
    }
}
