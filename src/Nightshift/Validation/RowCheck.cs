using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Nightshift.Intake;
using Nightshift.Intake.Reading;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Validation;

/// <summary>Holds a stretch of a file, line by line, against its format. One stretch, one thread.</summary>
internal sealed class RowCheck(BatchFileFormat format, FileHead head)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = JsonRecord.MaxDepth };
    private readonly byte[]? _url = head.Url is { } url ? Encoding.UTF8.GetBytes(url) : null;
    private readonly byte[]? _model = head.Model is { } model ? Encoding.UTF8.GetBytes(model) : null;
    private readonly bool _isUrlGood = format.Urls.Count == 0 || format.Urls.Contains(head.Url, StringComparer.Ordinal);
    private long _line;
    private string _subject = "";

    /// <summary>What came of it so far.</summary>
    public Tally Tally { get; } = new();

    /// <summary>Takes the next line; without its break.</summary>
    public void TakeLine(ReadOnlyMemory<byte> line, bool isOverlong)
    {
        _line = ++Tally.Lines;
        if (isOverlong)
            Add(FaultKind.LineTooLong, $"is longer than {RecordReader.MaxRecordBytes / (1024 * 1024)} MB; shorten it");
        else if (line.Span.Trim(" \t\r"u8).IsEmpty)
            Add(FaultKind.BlankLine, "is blank; take it out");
        else
            TakeRow(line);
    }

    /// <summary>Takes a request out of Anthropic's one body.</summary>
    public void TakeRequest(long line, ReadOnlyMemory<byte> request)
    {
        _line = line;
        _subject = Subject(Tally.Rows);
        TakeRow(request);
    }

    /// <summary>A request of the one body, as the provider names it.</summary>
    public static string Subject(long row) => $"requests.{row} ";

    private void Add(FaultKind kind, string sentence) => Tally.Faults.Add(kind, _line, _subject + sentence);

    private void TakeRow(ReadOnlyMemory<byte> json)
    {
        Tally.Rows++;
        var bytes = json.Span;
        if (bytes.Length > format.MostLineBytes)
            Add(FaultKind.LineTooLong, $"has {bytes.Length:#,0} bytes; {format.Name} takes {format.MostLineBytes:#,0} in a line: shorten it");
        if (bytes.IndexOf((byte)0) is >= 0 and var zero)
            Add(FaultKind.NulByte, $"has a zero byte at byte {zero + 1}; take it out");
        else if (!Utf8.IsValid(bytes))
            Add(FaultKind.NotUtf8, $"{JsonFault.NotUtf8}; write the file as UTF-8");
        else
            Parse(json);
    }

    private void Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            if (HalfSurrogate.IsInJson(json.Span))
            {
                Add(FaultKind.HalfSurrogate, $"{JsonFault.HalfSurrogate}; cut the text at whole characters");
                return;
            }

            using var document = JsonDocument.Parse(json, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                Check(document.RootElement);
            else
                Add(FaultKind.NotAnObject, "is JSON but no object; write one object {…} a line");
        }
        catch (JsonException e)
        {
            Add(FaultKind.InvalidJson, $"{JsonFault.Malformed(e)}; write one JSON object a line");
        }
    }

    private void Check(JsonElement line)
    {
        CheckId(line);
        if (format.NeedsUrl && !line.TryGetProperty("method", out _))
            Add(FaultKind.BadMethod, "has no method; add \"method\":\"POST\"");
        else if (BatchLineRules.CheckMethod(line) is { } badMethod)
            Add(FaultKind.BadMethod, badMethod);
        var url = CheckUrl(line);
        if (BatchLineRules.CheckBody(line, format.BodyMember) is { } noBody)
        {
            Add(FaultKind.MissingBody, $"{noBody}; put the request there");
            return;
        }

        var body = line.GetProperty(format.BodyMember);
        Tally.BodyBytes += JsonMarshal.GetRawUtf8Value(body).Length;
        CheckModel(body, url);
        Tally.Inputs += format.Body switch
        {
            BodyShape.OpenAi => OpenAiBody.Check(body, url, Add),
            BodyShape.Messages => MessagesBody.Check(body, Add),
            BodyShape.GenerateContent => GenerateContentBody.Check(body, Add),
            _ => throw new InvalidOperationException($"{format.Body} is no shape of a body"),
        };
    }

    private void CheckId(JsonElement line)
    {
        if (BatchLineRules.CheckId(line, format.IdMember) is { } noId)
        {
            Add(FaultKind.MissingId, $"{noId}; name each request");
            return;
        }

        var id = line.GetProperty(format.IdMember);
        // As it stands there, without its quotes, unless it has escapes.
        var text = JsonMarshal.GetRawUtf8Value(id)[1..^1];
        if (text.Contains((byte)'\\'))
            text = Encoding.UTF8.GetBytes(id.GetString()!);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        Tally.Ids.Add((MemoryMarshal.Read<UInt128>(hash), _line, Tally.Rows - 1));
        var length = Encoding.UTF8.GetCharCount(text);
        if (length < format.ShortestId)
            Add(FaultKind.BadId, $"has {format.IdMember} '{id.GetString()}' of {length} characters; {format.Name} wants {format.ShortestId} at the least");
        else if (length > format.LongestId)
            Add(FaultKind.BadId, $"has a {format.IdMember} of {length} characters; {format.Name} takes {format.LongestId} at the most");
        if (format.HasPlainIds && text.ContainsAnyExcept(IdLetters.Plain))
            Add(FaultKind.BadId, $"has {format.IdMember} '{BatchLineRules.Excerpt(id.GetString()!)}'; {format.Name} takes only letters a-z and A-Z, digits, _ and - in it");
    }

    private string? CheckUrl(JsonElement line)
    {
        if (!line.TryGetProperty("url", out var value) || value.ValueKind != JsonValueKind.String)
        {
            if (format.NeedsUrl)
                Add(FaultKind.BadUrl, $"has no url; add \"url\":\"{head.Url ?? (format.Urls.Count > 0 ? format.Urls[0] : "/v1/chat/completions")}\"");
            return null;
        }

        if (_isUrlGood && value.ValueEquals(_url))
        {
            Tally.Count(Tally.Urls, head.Url!);
            return head.Url;
        }

        var url = value.GetString()!;
        Tally.Count(Tally.Urls, url);
        if (format.Urls.Count > 0 && !format.Urls.Contains(url, StringComparer.Ordinal))
            Add(FaultKind.BadUrl, $"has the url '{BatchLineRules.Excerpt(url)}'; {format.Name} batches take {string.Join(", ", format.Urls)}{NearestName.Hint(url, format.Urls)}");
        else if (!format.MixesUrls && format.NeedsUrl && head.Url is { } first && first != url)
            Add(FaultKind.MixedUrls, $"has the url {url} in a file that begins with {first}; a batch has one endpoint: split the file");
        return url;
    }

    private void CheckModel(JsonElement body, string? url)
    {
        if (_model is not null && body.TryGetProperty("model", out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(_model))
        {
            Tally.Count(Tally.Models, head.Model!);
            return;
        }

        if (ChatRequestRules.ModelOf(body) is not { } model)
        {
            // Moderations have a model of their own when none is named.
            if (format.NeedsModel && url != "/v1/moderations")
                Add(FaultKind.MissingModel, "has a request without a model; put one in");
            return;
        }

        Tally.Count(Tally.Models, model);
        if (!format.MixesModels && head.Model is { } first)
            Add(FaultKind.MixedModels, $"has the model '{BatchLineRules.Excerpt(model)}' in a file that begins with '{BatchLineRules.Excerpt(first)}'; a batch has one model: split the file");
    }
}
