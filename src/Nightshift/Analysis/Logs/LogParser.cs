using System.Text.Json;

namespace Nightshift.Analysis.Logs;

/// <summary>Why a record is no use of a model, though nothing is wrong with it.</summary>
internal enum PassedOver
{
    /// <summary>It tells of something else: a span of a tool, a trace.</summary>
    NoModelCall,

    /// <summary>The gateway answered it from a cache of its own.</summary>
    GatewayHit,

    /// <summary>It failed, and nothing came out.</summary>
    Failed,
}

/// <summary>Takes what a log says.</summary>
internal interface ILogSink
{
    /// <summary>The latest time that can be.</summary>
    DateTimeOffset Latest { get; }

    void Add(LogEntry entry);

    void PassOver(PassedOver reason);

    /// <summary>A record, or a part of it, that cannot be used.</summary>
    void Refuse(string fault);
}

/// <summary>Reads the records of one format.</summary>
internal abstract class LogParser(LogRow row)
{
    protected LogRow Row => row;

    /// <summary>Whether records are pages of an API (<c>{"data": […]}</c>), which hold the records.</summary>
    public bool IsPaged { get; init; }

    /// <summary>Reads a record, or all of a page.</summary>
    /// <exception cref="JsonException">It breaks off.</exception>
    public void Read(ReadOnlySpan<byte> json, ILogSink sink)
    {
        var reader = new Utf8JsonReader(json);
        if (json.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            sink.Refuse("is no JSON object");
            return;
        }

        if (!IsPaged || !LogPage.FindRecords(ref reader))
        {
            ReadRecord(json, sink);
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            ReadRecord(json[start..(int)reader.BytesConsumed], sink);
        }
    }

    protected abstract void ReadRecord(ReadOnlySpan<byte> json, ILogSink sink);

    /// <summary>Hands on what the row has come to.</summary>
    protected void Finish(ILogSink sink, bool isAggregate)
    {
        if (Row.IsGatewayHit)
            sink.PassOver(PassedOver.GatewayHit);
        else if (Row.IsFailure && Row.Usage.OutputTokens == 0)
            sink.PassOver(PassedOver.Failed);
        else if (!Row.HasTokens)
            sink.PassOver(PassedOver.NoModelCall);
        else if (LogRules.FaultOf(Row, isAggregate, sink.Latest) is { } fault)
            sink.Refuse(fault);
        else if (Row.Model.Length + Row.AnsweringModel.Length == 0)
            sink.Refuse("names no model");
        else
            sink.Add(LogRules.Use(Row, isAggregate));
    }
}

/// <summary>A record that is a row.</summary>
internal sealed class RowLog(FieldMap map, LogRow row) : LogParser(row)
{
    private readonly RowWalker _walker = new(map, row);

    protected override void ReadRecord(ReadOnlySpan<byte> json, ILogSink sink)
    {
        Row.Clear();
        _walker.Read(json);
        Finish(sink, isAggregate: false);
    }
}

/// <summary>The pages in which APIs give their lists.</summary>
internal static class LogPage
{
    /// <summary>Moves to the list of a page; false, with the reader anywhere, when it is none.</summary>
    public static bool FindRecords(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        // A page says little before its list. Members of a row come one after another, and there are more of them.
        for (var members = 0; members < 4 && reader.Read() && reader.TokenType == JsonTokenType.PropertyName; members++)
        {
            var isData = reader.ValueTextEquals("data"u8);
            reader.Read();
            if (isData && reader.TokenType == JsonTokenType.StartArray)
                return true;
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                return false;
        }

        return false;
    }

    /// <summary>The names of a record's members, or those of the first record of a page.</summary>
    public static List<string> Names(ReadOnlySpan<byte> json, bool isPage)
    {
        var reader = new Utf8JsonReader(json);
        return isPage && FindRecords(ref reader) && reader.Read() ? JsonMember.Names(JsonMember.Skip(ref reader, json)) : JsonMember.Names(json);
    }

    /// <summary>Whether it is a page without a record.</summary>
    public static bool IsEmpty(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return FindRecords(ref reader) && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }
}
