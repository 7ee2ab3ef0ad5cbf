using System.Buffers;
using System.Text;
using Nightshift.Model;

namespace Nightshift.Analysis.Logs;

/// <summary>The values of one record as they are found, whatever the log calls them; used again for the next.</summary>
internal sealed partial class LogRow(NameCache names)
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
}
