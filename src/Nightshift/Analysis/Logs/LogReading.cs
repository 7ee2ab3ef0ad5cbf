using System.Text.Json;
using Nightshift.Intake;

namespace Nightshift.Analysis.Logs;

/// <summary>Reads files into a tally, and keeps what was wrong with them.</summary>
internal sealed class LogReading(LogAnalyzerOptions options, LogTally tally, IProgress<long>? progress) : ILogSink
{
    private const int MostFaults = 5;
    private const int ProgressEvery = 20_000;

    /// <summary>A first record that shows no format may be a broken one; so many of them are no accident.</summary>
    private const int MostUnknown = 20;

    private static readonly TimeSpan Slack = TimeSpan.FromDays(2);
    private readonly LogRow _row = new(new NameCache());
    private readonly List<LogFault> _faults = [];
    private LogFileReport _report = new("");
    private long _read;
    private long _line;
    private long _records;

    public DateTimeOffset Latest { get; } = options.Time.GetUtcNow() + Slack;

    /// <summary>Reads a file; what cannot be read is in its report.</summary>
    public LogFileReport Read(string path, CancellationToken stop)
    {
        _report = new LogFileReport(path) { Format = options.Format };
        _faults.Clear();
        _read = 0;
        try
        {
            using var records = LogFile.Open(path);
            ReadAll(records, stop);
        }
        catch (InputException e)
        {
            (_line, _report) = (0, _report with { Bad = _report.Bad + 1 });
            _faults.Insert(0, new LogFault(0, e.Message));
        }

        return _report with { Read = _read, Faults = [.. _faults] };
    }

    public void Add(LogEntry entry)
    {
        _read++;
        tally.Add(entry);
    }

    public void PassOver(PassedOver reason) => _report = reason switch
    {
        PassedOver.NoModelCall => _report with { PassedOver = _report.PassedOver + 1 },
        PassedOver.GatewayHit => _report with { GatewayHits = _report.GatewayHits + 1 },
        PassedOver.Failed => _report with { Failed = _report.Failed + 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "not a reason"),
    };

    public void Refuse(string fault)
    {
        _report = _report with { Bad = _report.Bad + 1 };
        if (_faults.Count < MostFaults)
            _faults.Add(new LogFault(_line, fault));
    }

    private void ReadAll(RecordReader records, CancellationToken stop)
    {
        LogParser? parser = null;
        InputException? unknown = null;
        while (records.TryRead(out var record))
        {
            stop.ThrowIfCancellationRequested();
            if (++_records % ProgressEvery == 0)
                progress?.Report(_records);
            _line = record.Line;
            if (record.Fault is { } fault)
            {
                Refuse(fault);
                continue;
            }

            try
            {
                parser ??= ParserOf(record.Json.Span, records.Columns);
                if (parser is not null)
                {
                    parser.Read(record.Json.Span, this);
                }
                else if (!LogPage.IsEmpty(record.Json.Span))
                {
                    // A record by itself may be a stray one; a table's header is the same for all.
                    unknown ??= Unknown(record.Json.Span);
                    if (records.Format is InputFormat.Csv or InputFormat.Excel || _report.Bad >= MostUnknown)
                        throw unknown;
                    Refuse("is of no log that is known");
                }
            }
            catch (JsonException e)
            {
                Refuse(JsonFault.Malformed(e));
            }
            catch (InvalidOperationException)
            {
                // What the JSON reader says of a name that no UTF-8 can hold, when it is compared.
                Refuse(JsonFault.HalfSurrogate);
            }
        }

        if (parser is null && unknown is not null)
            throw unknown;
    }

    private LogParser? ParserOf(ReadOnlySpan<byte> record, IReadOnlyList<string> columns)
    {
        var (told, isPaged) = LogSniffer.FormatOf(record);
        var format = options.Format ?? (options.Columns.Count > 0 ? LogFormat.Plain : told);
        _report = _report with { Format = format };
        return format switch
        {
            LogFormat.OpenAi => new ReportLog(Mapped(ReportLog.OpenAi), _row, "openai") { IsPaged = isPaged },
            LogFormat.Anthropic => new ReportLog(Mapped(ReportLog.Anthropic), _row, "anthropic") { IsPaged = isPaged },
            LogFormat.LiteLlm => new RowLog(Mapped(LiteLlmLog.Map), _row) { IsPaged = isPaged },
            LogFormat.Langfuse => new RowLog(Mapped(LangfuseLog.Map), _row) { IsPaged = isPaged },
            LogFormat.Helicone => new RowLog(Mapped(HeliconeLog.Map), _row) { IsPaged = isPaged },
            LogFormat.OpenTelemetry => new SpanLog(Mapped(SpanLog.Map), _row) { IsPaged = isPaged },
            LogFormat.Plain => new RowLog(Mapped(PlainLog.Map(columns.Count > 0 ? columns : LogPage.Names(record, isPaged), options.Columns)), _row) { IsPaged = isPaged },
            null => null,
            _ => throw new InvalidOperationException($"not a format: {format}"),
        };
    }

    private FieldMap Mapped(FieldMap map) => options.Workload is { } workload ? map.WithWorkload(workload) : map;

    private InputException Unknown(ReadOnlySpan<byte> record) => new(
        $"{_report.Path} is no log that is known: its fields are {string.Join(", ", JsonMember.Names(record).Take(12).Select(name => name.Length > 40 ? name[..40] + "…" : name))}. "
        + "Name its columns, such as --map time=ts,model=model_name,input=tokens_in,output=tokens_out, or its --format");
}
