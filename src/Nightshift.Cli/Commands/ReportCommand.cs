using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Display.Pages;
using Nightshift.Cli.Options;
using Nightshift.Configuration;
using Nightshift.Engine.Reporting;
using Nightshift.Stores;
using Nightshift.Stores.InMemory;

namespace Nightshift.Cli.Commands;

/// <summary><c>report</c>: what was spent, what live calls would have cost, and what that saved.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var period = new PeriodOptions();
        var by = new Option<string?>("--by") { Description = "One table alone: by day, job, model, provider or tag (default: all of them; for --csv: day)", HelpName = "WHAT" };
        var tag = new Option<string?>("--tag") { Description = "Only jobs with this tag", HelpName = "TAG" };
        var csv = new Option<bool>("--csv") { Description = "Print the table of --by as CSV, for spreadsheets" };
        var html = new Option<string?>("--html") { Description = "Write one self-contained page with charts, fit to be sent to somebody", HelpName = "FILE" };
        var command = new Command("report", """
            Say what was spent, what live calls would have cost, and what was saved: by day, job, model, provider and tag; and how the budgets stand.

            Every attempt counts: those that failed, were cancelled or came twice too, and those of jobs that were removed since. Days are those of UTC,
            as on the providers' bills, and money counts on the day on which it was settled.

            Examples:
              nightshift report
              nightshift report --from 2026-11-01 --by model
              nightshift report --days 7 --html spending.html
              0 7 * * * nightshift report --from yesterday --to yesterday        # in a crontab, which mails it
              nightshift report --json | jq .total.saved_usd
            """);
        period.AddTo(command);
        Option[] options = [by, tag, JsonOption.Json, csv, html];
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction((parse, _) => RunAsync(
            HomeOption.Of(parse), period.Read(parse, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)),
            Section(parse.GetValue(by)), parse.GetValue(tag), new ReportForm(parse.GetValue(JsonOption.Json), parse.GetValue(csv), parse.GetValue(html))));
        return command;
    }

    private static async Task<int> RunAsync(string home, (DateOnly From, DateOnly To) period, ReportSection? by, string? tag, ReportForm form)
    {
        var budgets = ConfigurationFile.Of(home).Budgets;
        await using IStore store = (IStore?)ReadOnlyStore.Open(home) ?? new InMemoryStore(TimeProvider.System);
        var report = await SpendingReport.ReadAsync(store, period, budgets, tag);
        if (form.IsJson)
            ReportJson.Write(report);
        else if (form.IsCsv)
            CsvPage.Print(ReportPage.Section(report, by ?? ReportSection.Day));
        if (form.Html is { } path)
        {
            HtmlPage.Write(ReportPage.Of(report, by, tag), path);
            Screen.Say($"Written: {path}");
        }

        if (form is { IsJson: false, IsCsv: false, Html: null })
            TerminalPage.Print(ReportPage.Of(report, by, tag));
        return ExitCode.Success;
    }

    private static ReportSection? Section(string? word) => word switch
    {
        null => null,
        _ when Enum.TryParse<ReportSection>(word, ignoreCase: true, out var section) && Enum.IsDefined(section) && !char.IsAsciiDigit(word[0]) => section,
        _ => throw new UsageException($"--by knows day, job, model, provider and tag, not '{word}'{NearestName.Hint(word, ["day", "job", "model", "provider", "tag"])}"),
    };

    private readonly record struct ReportForm(bool IsJson, bool IsCsv, string? Html);
}
