using System.Buffers;

namespace Nightshift.Analysis.Logs;

internal sealed partial class LogRow
{
    /// <summary>Takes a value.</summary>
    /// <param name="field">What it means.</param>
    /// <param name="text">A text without its quotes, a number, <c>true</c> or <c>false</c>; a whole object or array for what is hashed.</param>
    public void Set(LogField field, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return;
        switch (field)
        {
            case LogField.Time:
                Time = TimeOf(text);
                break;
            case LogField.End:
                End = TimeOf(text);
                break;
            case LogField.FirstToken:
                FirstToken = LogTime.Parse(text);
                break;
            case LogField.Milliseconds:
                Duration = DurationOf(text, TimeSpan.TicksPerMillisecond);
                break;
            case LogField.Seconds:
                Duration = DurationOf(text, TimeSpan.TicksPerSecond);
                break;
            case LogField.TimeToFirst:
                IsStream |= LogNumber.Amount(text) > 0;
                break;
            case LogField.Input when IsInParts:
            case LogField.Output when IsOutInParts:
                // The parts are there already: this is their sum.
                break;
            case LogField.Input:
                Usage = Usage with { InputTokens = Tokens(text, "input") };
                break;
            case LogField.UncachedInput:
                IsInParts = true;
                Usage = Usage with { InputTokens = Tokens(text, "input") };
                break;
            case LogField.PlainOutput:
                IsOutInParts = true;
                Usage = Usage with { OutputTokens = Tokens(text, "output") };
                break;
            case LogField.Output:
                Usage = Usage with { OutputTokens = Tokens(text, "output") };
                break;
            case LogField.Cached:
                KnowsCached = true;
                Usage = Usage with { CachedInputTokens = Tokens(text, "cached") };
                break;
            case LogField.CacheWrite:
                Usage = Usage with { CacheWriteTokens = Tokens(text, "cache write") };
                break;
            case LogField.HourCacheWrite:
                Usage = Usage with { HourCacheWriteTokens = Tokens(text, "cache write") };
                break;
            case LogField.Reasoning:
                Usage = Usage with { ReasoningTokens = Tokens(text, "reasoning") };
                break;
            case LogField.Cost:
                Cost = LogNumber.Amount(text);
                break;
            case LogField.Requests:
                Requests = LogNumber.Count(text);
                break;
            case LogField.Workload or LogField.WorkloadOr or LogField.WorkloadElse or LogField.WorkloadLast:
                SetWorkload(field - LogField.Workload, text);
                break;
            case LogField.IsBatch:
                IsBatch |= LogNumber.IsTrue(text);
                break;
            case LogField.Person:
                HasPerson |= !text.SequenceEqual("-1"u8) && !text.SequenceEqual("null"u8);
                break;
            case LogField.IsStream:
                IsStream |= LogNumber.IsTrue(text);
                break;
            case LogField.GatewayHit:
                IsGatewayHit |= LogNumber.IsTrue(text);
                break;
            case LogField.GatewayReference:
                IsGatewayHit |= text.IndexOfAnyExcept("0-"u8) >= 0;
                break;
            case LogField.Status:
                // 2 is OpenTelemetry's error.
                IsFailure |= LogNumber.Count(text) is 2 or >= 400 || text.SequenceEqual("failure"u8) || text.SequenceEqual("ERROR"u8) || text.SequenceEqual("STATUS_CODE_ERROR"u8);
                break;
            case LogField.Prompt:
                Keep(_prompt, text);
                break;
            case LogField.Body:
                Keep(_request, text);
                break;
            case LogField.Parameter:
                Keep(_parameters, text);
                break;
            case LogField.None:
                break;
            default:
                SetName(field, names.Of(text));
                break;
        }
    }

    private void SetName(LogField field, string name)
    {
        switch (field)
        {
            case LogField.Provider:
                Provider = name;
                break;
            case LogField.Model:
                Model = name;
                break;
            case LogField.AnsweringModel:
                AnsweringModel = name;
                break;
            case LogField.Operation:
                Operation = name;
                break;
            case LogField.Tier:
                Tier = name;
                break;
            case LogField.Kind:
                Kind = name;
                break;
            case LogField.ContextWindow:
                ContextWindow = name;
                break;
            case LogField.LineItem:
                LineItem = name;
                break;
            case LogField.Currency:
                Currency = name;
                break;
            case LogField.Tag:
                PatientWord ??= PatientWords.In(name);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(field), field, "not a name");
        }
    }

    // LiteLLM puts the caller's program among the tags (2026-11): that separates no work.
    private void SetWorkload(int rank, ReadOnlySpan<byte> text)
    {
        if (Workloads[rank].Length == 0 && !text.StartsWith("User-Agent:"u8))
            Workloads[rank] = names.Of(text);
    }

    private static void Keep(ArrayBufferWriter<byte> writer, ReadOnlySpan<byte> text)
    {
        // Logs that hold no prompts have an empty one in its place.
        if (text.SequenceEqual("{}"u8) || text.SequenceEqual("[]"u8) || text.SequenceEqual("null"u8))
            return;
        if (writer.WrittenCount > 0)
            writer.Write("\n"u8);
        writer.Write(text);
    }

    private DateTimeOffset? TimeOf(ReadOnlySpan<byte> text)
    {
        var time = LogTime.Parse(text);
        if (time is null)
            Fault ??= $"has a time that is not understood: {names.Of(text)}";
        return time;
    }

    private static TimeSpan? DurationOf(ReadOnlySpan<byte> text, long unit) =>
        LogNumber.Amount(text) is >= 0 and < 1_000_000_000 and var amount ? TimeSpan.FromTicks((long)(amount * unit)) : null;

    private long Tokens(ReadOnlySpan<byte> text, string what)
    {
        HasTokens = true;
        if (LogNumber.Count(text) is { } count and >= 0 and <= LogRules.MostTokens)
            return count;
        if (!text.SequenceEqual("null"u8))
            Fault ??= $"has a number of {what} tokens that cannot be: {names.Of(text)}";
        return 0;
    }
}
