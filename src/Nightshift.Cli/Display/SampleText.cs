using System.Text.Json;
using Nightshift.Engine.Estimating;

namespace Nightshift.Cli.Display;

/// <summary>A sample for people: some answers, and what a row came to.</summary>
internal static class SampleText
{
    private const int RecordWidth = 46;
    private const int AnswerWidth = 34;

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(SampleMeasure measure)
    {
        yield return Row("ROW", "RECORD", "ANSWER");
        foreach (var row in measure.Shown)
            yield return Row(Words.Count(row.Id.Index + 1), Cut(TextOf(row.Record.Span), RecordWidth), Cut(row.Answer?.Output ?? $"{row.ErrorCode}: {row.Error}", AnswerWidth));
        yield return "";
        yield return $"{Words.Rows(measure.Answered)} answered, {Words.Count(measure.Failed)} failed";
        yield return $"A row takes {Range(measure.Input, Tokens)} tokens in, {Range(measure.Output, Tokens)} out, "
            + (measure.CostUsd is { } cost ? $"and costs {Range(cost, dollars => Words.Money(Math.Round(dollars, 6)))} live." : "and has no price that is known.");
    }

    private static string Row(string place, string record, string answer) => $"{place,8}  {record.PadRight(RecordWidth)}  {answer}".TrimEnd();

    private static string Range(Likely number, Func<decimal, string> word) => number.Low == number.High ? word(number.Middle) : $"{word(number.Middle)} ({word(number.Low)} to {word(number.High)})";

    private static string Tokens(decimal tokens) => Words.Count((long)Math.Round(tokens));

    /// <summary>The longest text of a record: what it is about, most likely.</summary>
    private static string TextOf(ReadOnlySpan<byte> record)
    {
        if (record.IsEmpty)
            return "(cannot be read)";
        var reader = new Utf8JsonReader(record);
        var longest = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && text.Length > longest.Length)
                longest = text;
        }

        return longest;
    }

    private static string Cut(string text, int width)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= width ? line : $"{line[..(char.IsHighSurrogate(line[width - 2]) ? width - 2 : width - 1)]}…";
    }
}
