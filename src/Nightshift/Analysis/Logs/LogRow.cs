using System.Buffers;
using System.Text;
using Nightshift.Model;

namespace Nightshift.Analysis.Logs;

/// <summary>The values of one record as they are found, whatever the log calls them; used again for the next.</summary>
internal sealed class LogRow(NameCache names)
{
    private readonly ArrayBufferWriter<byte> _prompt = new();
    private readonly ArrayBufferWriter<byte> _request = new();
    private readonly ArrayBufferWriter<byte> _parameters = new();

    public DateTimeOffset? Time { get; set; }

    public DateTimeOffset? End { get; set; }

    public DateTimeOffset? FirstToken { get; private set; }

    public TimeSpan? Duration { get; private set; }

    public string Provider { get; private set; } = "";

    public string Model { get; private set; } = "";

    public string AnsweringModel { get; private set; } = "";

    public Usage Usage { get; private set; }

    /// <summary>Whether anything was said about tokens at all.</summary>
    public bool HasTokens { get; private set; }

    public bool KnowsCached { get; private set; }

    /// <summary>Whether the input is to be summed from its parts.</summary>
    public bool IsInParts { get; private set; }

    /// <summary>Whether the output is.</summary>
    public bool IsOutInParts { get; private set; }

    public decimal? Cost { get; private set; }

    public string Currency { get; private set; } = "";

    public string Operation { get; private set; } = "";

    public string Tier { get; private set; } = "";

    public bool IsBatch { get; private set; }

    public bool HasPerson { get; private set; }

    public bool IsStream { get; private set; }

    public bool IsFailure { get; private set; }

    public bool IsGatewayHit { get; private set; }

    public string Kind { get; private set; } = "";

    public string? PatientWord { get; private set; }

    public long? Requests { get; private set; }

    public string ContextWindow { get; private set; } = "";

    public string LineItem { get; private set; } = "";

    /// <summary>By rank, the best first; empty where there is none.</summary>
    public string[] Workloads { get; } = ["", "", "", ""];

    /// <summary>What was wrong with a value; null when nothing was.</summary>
    public string? Fault { get; private set; }

    public PromptPrint? Print
    {
        get
        {
            var text = _prompt.WrittenCount > 0 ? _prompt.WrittenSpan : _request.WrittenSpan;
            if (text.Length <= "[\"\"]".Length)
                return null;
            if (_request.WrittenCount == 0)
                _request.Write(text);
            _request.Write("\0"u8);
            _request.Write(_parameters.WrittenSpan);
            _request.Write("\0"u8);
            Encoding.UTF8.GetBytes($"{Provider}/{Model}".AsSpan(), _request);
            return PromptPrint.Of(text, _request.WrittenSpan);
        }
    }

    /// <summary>Forgets the record before.</summary>
    public void Clear()
    {
        (Time, End, FirstToken, Duration) = (null, null, null, null);
        (Provider, Model, AnsweringModel, Operation, Tier, Kind, ContextWindow, LineItem, Currency) = ("", "", "", "", "", "", "", "", "");
        (Usage, HasTokens, KnowsCached, IsInParts, IsOutInParts, Cost, Requests) = (default, false, false, false, false, null, null);
        (IsBatch, HasPerson, IsStream, IsFailure, IsGatewayHit) = (false, false, false, false, false);
        (PatientWord, Fault) = (null, null);
        Workloads.AsSpan().Fill("");
        _prompt.ResetWrittenCount();
        _request.ResetWrittenCount();
        _parameters.ResetWrittenCount();
    }

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
