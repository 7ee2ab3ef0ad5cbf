using System.Text.Json;
using Nightshift.Intake;
using Nightshift.Intake.Reading;
using Nightshift.Sending;

namespace Nightshift.Validation;

/// <summary>
/// Checks a provider's batch file as strictly as the provider does, in one pass and in little memory: stretches of it side by side on all
/// cores, each line parsed where it lies. What is kept of a line is 32 bytes, to find ids that repeat.
/// </summary>
public static class BatchFileValidator
{
    /// <summary>Large enough that its edges cost nothing, small enough that all cores end together.</summary>
    private const int StretchBytes = 4 * 1024 * 1024;

    /// <summary>Checks a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">What it is to be; null when its first line is to show it.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static BatchFileReport Check(string path, BatchFileFormat? format = null)
    {
        var source = new InputSource(path);
        using var file = InputFile.OpenFile(source);
        if (!file.CanSeek)
            throw new InputException($"{path} is a pipe; only a file can be checked: write it to one first");
        try
        {
            var head = FileHead.Read(file, format);
            var tally = head switch
            {
                { NotText: { } reason } => Unreadable(reason),
                { IsOneBody: true } => CheckBody(file, head),
                _ => CheckLines(source, file.Length, head),
            };
            return Report(file.Length, head, tally);
        }
        catch (IOException e)
        {
            throw new InputException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static Tally Unreadable(string reason)
    {
        var tally = new Tally();
        tally.Faults.Add(FaultKind.NotText, 0, reason);
        return tally;
    }

    private static Tally CheckBody(FileStream file, FileHead head)
    {
        var check = new RowCheck(head.Format, head);
        file.Position = head.MarkBytes;
        var requests = new JsonElements(file, "requests");
        try
        {
            while (requests.TryRead(out var line, out var request))
                check.TakeRequest(line, request);
        }
        catch (JsonException e)
        {
            check.Tally.Faults.Add(FaultKind.InvalidJson, requests.Line, $"breaks the body here, and nothing after it was read: {JsonFault.Sentence(e)}");
        }

        return check.Tally;
    }

    private static Tally CheckLines(InputSource source, long length, FileHead head)
    {
        var stretches = new Tally[Math.Max(1, (length + StretchBytes - 1) / StretchBytes)];
        try
        {
            Parallel.For(0, stretches.Length, number => stretches[number] = CheckStretch(source, number, head));
        }
        catch (AggregateException e) when (e.InnerException is IOException or InputException)
        {
            throw e.InnerException;
        }

        foreach (var next in stretches.Skip(1))
            stretches[0].Add(next);
        return stretches[0];
    }

    /// <summary>The lines that begin in the stretch.</summary>
    private static Tally CheckStretch(InputSource source, int number, FileHead head)
    {
        var check = new RowCheck(head.Format, head);
        using var file = InputFile.OpenFile(source);
        var (start, end) = ((long)number * StretchBytes, (number + 1L) * StretchBytes);
        if ((number == 0 ? head.MarkBytes : LineStart.Find(file, start, end)) is not { } first)
            return check.Tally;
        file.Position = first;
        using var lines = new LineBuffer(file, RecordReader.MaxRecordBytes);
        while (first + lines.Position < end && lines.TryRead(out _))
            check.TakeLine(lines.Line, lines.IsOverlong);
        return check.Tally;
    }

    private static BatchFileReport Report(long bytes, FileHead head, Tally tally)
    {
        var (format, faults) = (head.Format, tally.Faults);
        if (head.MarkBytes > 0)
            faults.Add(FaultKind.ByteOrderMark, 1, "begins with a byte order mark, which breaks its JSON; save the file without one");
        if (tally.Rows == 0 && head.NotText is null && faults.Counts.GetValueOrDefault(FaultKind.InvalidJson) == 0)
            faults.Add(FaultKind.EmptyFile, 0, "has no requests; nothing can be made of it");
        AddLimit(faults, FaultKind.TooManyRows, "rows", tally.Rows, format.MostRows, format.Name);
        AddLimit(faults, FaultKind.TooManyBytes, "bytes", bytes, format.MostBytes, format.Name);
        AddLimit(faults, FaultKind.TooManyInputs, "texts to embed", tally.Inputs, format.MostInputs, format.Name);
        AddDuplicates(faults, tally.Ids, head);
        faults.Sort();
        return new BatchFileReport
        {
            Format = format,
            Rows = tally.Rows,
            Bytes = bytes,
            Models = tally.Models,
            Urls = tally.Urls,
            InputTokens = TokenEstimate.OfInput(tally.BodyBytes),
            Faults = faults,
        };
    }

    private static void AddLimit(FaultList faults, FaultKind kind, string what, long count, long? most, string name)
    {
        if (count > most)
            faults.Add(kind, 0, $"has {count:#,0} {what}; {name} takes {most:#,0} in a batch: split it into {(count + most - 1) / most} files");
    }

    private static void AddDuplicates(FaultList faults, List<(UInt128 Hash, long Line, long Row)> ids, FileHead head)
    {
        var firsts = new Dictionary<UInt128, long>(ids.Count);
        foreach (var (hash, line, row) in ids)
        {
            var place = head.IsOneBody ? row : line;
            if (firsts.TryAdd(hash, place))
                continue;
            var (subject, first) = head.IsOneBody ? (RowCheck.Subject(row), RowCheck.Subject(firsts[hash])) : ("", $"line {firsts[hash]} ");
            faults.Add(FaultKind.DuplicateId, line, $"{subject}has the {head.Format.IdMember} of {first}again; give each request its own");
        }
    }
}
