using Nightshift.Intake;
using Nightshift.Pricing;

namespace Nightshift.Analysis;

/// <summary>Reads usage logs once, in bounded memory, and says what they show. Nothing leaves the machine; prompts are hashed and forgotten.</summary>
public sealed class LogAnalyzer(LogAnalyzerOptions options)
{
    /// <summary>Reads the logs.</summary>
    /// <param name="paths">Files, of one kind or of several.</param>
    /// <param name="progress">Told of records read, now and then.</param>
    /// <param name="stop">Stops between two records.</param>
    /// <exception cref="InputException">None of them could be read; the message has each one's reason.</exception>
    public LogAnalysis Analyze(IReadOnlyList<string> paths, IProgress<long>? progress = null, CancellationToken stop = default)
    {
        var tally = new LogTally(options.Prices, options.Cheaper, options.TimeZone);
        var reading = new Logs.LogReading(options, tally, progress);
        var files = paths.Select(path => reading.Read(path, stop)).ToList();
        if (files.Sum(static file => file.Read) == 0)
            throw new InputException(Reasons(files));
        return new LogAnalysis
        {
            Files = files,
            Period = tally.Span is { } span ? new LogPeriod(span.From, span.To) : null,
            Workloads = [.. tally.Workloads.Select(WorkloadFinding.Of).OrderByDescending(static found => found.Facts.Usd ?? -1).ThenBy(static found => found.Facts.Workload, StringComparer.Ordinal).ThenBy(static found => found.Facts.Model, StringComparer.Ordinal)],
            Bills = tally.Bills,
            IsLeast = tally.IsLeast,
            HasOthers = tally.HasOthers,
            HasTimeless = tally.HasTimeless,
        };
    }

    private static string Reasons(List<LogFileReport> files) => string.Join(Environment.NewLine, files.Select(static file => file switch
    {
        { Faults: [{ Line: 0 } fault, ..] } => fault.Message,
        { Faults: [var fault, ..] } => $"nothing in {file.Path} can be used; line {fault.Line} {fault.Message}",
        _ => $"{file.Path} tells of no use of a model: {file.PassedOver + file.GatewayHits + file.Failed} records tell of something else",
    }));
}

/// <summary>How logs are read, and what they are held against.</summary>
public sealed record LogAnalyzerOptions
{
    /// <summary>The prices.</summary>
    public PriceBook Prices { get; init; } = PriceBook.Default;

    /// <summary>The next smaller models.</summary>
    public CheaperModels Cheaper { get; init; } = CheaperModels.Default;

    /// <summary>Whose hours of the day.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The format of all files; null when each is to show its own.</summary>
    public LogFormat? Format { get; init; }

    /// <summary>Columns of plain logs, by what they mean.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The field, or path of a field, that separates workloads; null for what the format offers.</summary>
    public string? Workload { get; init; }

    /// <summary>The time of day; a log from tomorrow is none.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What can be mapped by <see cref="Columns"/>.</summary>
    public static IEnumerable<string> Mappable => Logs.PlainLog.Names;
}
