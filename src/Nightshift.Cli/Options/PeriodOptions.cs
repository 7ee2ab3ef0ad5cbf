using System.CommandLine;
using System.Globalization;

namespace Nightshift.Cli.Options;

/// <summary>From which day to which; days are those of UTC.</summary>
internal sealed class PeriodOptions
{
    private const int UsualDays = 30;

    private readonly Option<string?> _from = new("--from") { Description = $"The first day: 2026-11-01, today, yesterday (default: {UsualDays} days up to --to)", HelpName = "DAY" };
    private readonly Option<string?> _to = new("--to") { Description = "The last day (default: today)", HelpName = "DAY" };
    private readonly Option<int?> _days = new("--days") { Description = "So many days up to --to", HelpName = "N" };

    public void AddTo(Command command)
    {
        command.Options.Add(_from);
        command.Options.Add(_to);
        command.Options.Add(_days);
    }

    /// <summary>The first and the last day.</summary>
    public (DateOnly From, DateOnly To) Read(ParseResult parse, DateOnly today)
    {
        var to = Day(_to.Name, parse.GetValue(_to), today) ?? today;
        var days = Positive.Of(parse, _days);
        if (days is not null && parse.GetValue(_from) is not null)
            throw new UsageException("--days and --from exclude each other");
        if (days > to.DayNumber)
            throw new UsageException($"--days {days} goes back before there were days");
        var from = Day(_from.Name, parse.GetValue(_from), today) ?? to.AddDays(1 - (days ?? UsualDays));
        return from <= to ? (from, to) : throw new UsageException($"--from {from:O} is after --to {to:O}");
    }

    private static DateOnly? Day(string option, string? text, DateOnly today) => text?.ToLowerInvariant() switch
    {
        null => null,
        "today" => today,
        "yesterday" => today.AddDays(-1),
        var day => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new UsageException($"{option} takes a day as 2026-11-01, today or yesterday, not '{day}'"),
    };
}
