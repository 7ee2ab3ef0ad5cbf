using System.CommandLine;
using Nightshift.Analysis;
using Nightshift.Pricing;

namespace Nightshift.Cli.Options;

/// <summary>How usage logs are read.</summary>
internal sealed class LogOptions
{
    private readonly Option<string?> _format = new("--format") { Description = $"{string.Join(", ", LogFormatNames.All)}, when it is not told rightly from the content", HelpName = "NAME" };
    private readonly Option<string?> _map = new("--map") { Description = $"Columns of a log of your own, as MEANING=COLUMN,…; meanings: {string.Join(", ", LogAnalyzerOptions.Mappable)}", HelpName = "LIST" };
    private readonly Option<string?> _workload = new("--workload") { Description = "The field that separates workloads, such as metadata.team (default: what the log offers)", HelpName = "FIELD" };
    private readonly Option<string?> _zone = new("--time-zone") { Description = "Whose hours of the day, such as Europe/Berlin (default: UTC)", HelpName = "NAME" };
    private readonly Option<string[]> _cheaper = new("--cheaper") { Description = "The model to compare with, as MODEL=SMALLER; can be given several times", HelpName = "PAIR" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_format, _map, _workload, _zone, _cheaper])
            command.Options.Add(option);
    }

    public LogAnalyzerOptions Read(ParseResult parse, PriceBook prices) => new()
    {
        Prices = prices,
        Cheaper = CheaperModels.Default.With((parse.GetValue(_cheaper) ?? []).Select(Pair)),
        TimeZone = Zone(parse.GetValue(_zone)),
        Format = parse.GetValue(_format) is { } name ? Format(name) : null,
        Columns = Columns(parse.GetValue(_map)),
        Workload = parse.GetValue(_workload) is { Length: > 0 } workload ? workload : null,
    };

    private static LogFormat Format(string name) => LogFormatNames.Find(name.ToLowerInvariant())
        ?? throw new UsageException($"--format knows {string.Join(", ", LogFormatNames.All)}, not '{name}'{NearestName.Hint(name, LogFormatNames.All)}");

    private static (string Model, string Cheaper) Pair(string text) => text.Split('=') is [var model, var cheaper] && model.Contains('/') && cheaper.Contains('/')
        ? (model, cheaper)
        : throw new UsageException($"--cheaper takes two models such as openai/gpt-5.4=openai/gpt-5.4-mini, not '{text}'");

    private static TimeZoneInfo Zone(string? name)
    {
        if (name is null)
            return TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new UsageException($"there is no time zone '{name}' here; for example Europe/Berlin, America/New_York, Asia/Shanghai, UTC");
    }

    private static Dictionary<string, string> Columns(string? list)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (pair.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } meaning, { Length: > 0 } column])
                throw new UsageException($"--map takes pairs such as time=ts,model=engine, not '{pair}'");
            if (!LogAnalyzerOptions.Mappable.Contains(meaning))
                throw new UsageException($"--map knows {string.Join(", ", LogAnalyzerOptions.Mappable)}, not '{meaning}'{NearestName.Hint(meaning, LogAnalyzerOptions.Mappable)}");
            columns[meaning] = column;
        }

        return columns;
    }
}
