using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nightshift.Simulator.Answers;
using Nightshift.Simulator.Chat;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Batches;

/// <summary>What a batch came to: its files without their ids, and which rows were answered and so billed.</summary>
internal sealed record Harvest(string? OutputPath, string? ErrorPath, int Completed, int Failed, int Undone, long InputTokens, long OutputTokens, long CachedTokens, BitArray Answered)
{
    public static readonly Harvest None = new(null, null, 0, 0, 0, 0, 0, 0, new(0));
}

/// <summary>Answers the rows of a batch in one pass over its input, from disk to disk.</summary>
internal sealed class BatchRun(Batch batch, Provider provider, int done, RowFate undone) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new() { Encoder = Reply.Encoder, SkipValidation = true });
    private readonly string _outputPath = provider.Spool.NewPath();
    private readonly string _errorPath = provider.Spool.NewPath();
    private readonly Lot _lot = new(batch.Validation.Lines);
    private readonly BitArray _answered = new(batch.Validation.Lines);
    private ResultWriter? _output;
    private ResultWriter? _errors;
    private int _completed;
    private int _failed;
    private int _undone;
    private long _inputTokens;
    private long _outputTokens;
    private long _cachedTokens;

    public Harvest Run()
    {
        _output = new(_outputPath, batch.Plan, batch.Number);
        _errors = new(_errorPath, batch.Plan, batch.Number + 1);
        var index = 0;
        foreach (var line in JsonLines.Read(batch.Order.Input!.Path))
        {
            if (line.Length > 0)
                Take(line, index++);
        }

        return new(
            _output.Finish() is null ? null : _outputPath, _errors.Finish() is null ? null : _errorPath,
            _completed, _failed, _undone, _inputTokens, _outputTokens, _cachedTokens, _answered);
    }

    public void Dispose()
    {
        _output?.Dispose();
        _errors?.Dispose();
        _json.Dispose();
    }

    private void Take(ReadOnlyMemory<byte> line, int index)
    {
        using var document = JsonDocument.Parse(line);
        var row = batch.Order.Format.Read(document.RootElement, batch.Order);
        if (!_lot.IsAmong(index, done))
        {
            _failed++;
            _undone++;
            Write(new(batch, index, row.CustomId, document.RootElement, undone), twist: null);
            return;
        }

        var twist = Twist(line.Span, row);
        var fate = RowFates.Of(twist) ?? Execute(row, index);
        if (fate is RowFate.Answered answered)
        {
            _completed++;
            _answered[index] = true;
            _inputTokens += answered.Completion.Request.InputTokens;
            _outputTokens += answered.Completion.Answer.OutputTokens;
            _cachedTokens += answered.Completion.Request.CachedTokens;
            fate = answered with { Empty = twist == RowTwist.Empty };
        }
        else
        {
            _failed++;
        }

        if (!batch.Plan.Has(BatchTwist.CancelLosesRows) || !batch.WasCancelled)
            Write(new(batch, index, row.CustomId, document.RootElement, fate), twist);
    }

    private RowTwist? Twist(ReadOnlySpan<byte> line, Row row)
    {
        if (!provider.Planner.ReadsRows)
            return null;
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(line));
        var met = provider.Planner.PlanRow(new(batch.Path, batch.Validation.Model ?? row.Model ?? "", Streams: false, hash, provider.Sightings.Count(hash), provider.Elapsed));
        if (met is not null)
            provider.Ledger.CountFault(met.Name);
        return met?.Twist;
    }

    private RowFate Execute(Row row, int index)
    {
        if (row.Endpoint is null)
            return new RowFate.Refused(Refusals.UnknownUrl("POST", batch.Order.EndpointPath ?? ""));
        switch (row.Endpoint.Parse(row.Body, row.Model))
        {
            case ParsedChat.Valid { Request: var request }:
                Span<byte> prompt = stackalloc byte[SHA256.HashSizeInBytes];
                SHA256.HashData(Encoding.UTF8.GetBytes(request.Prompt), prompt);
                return new RowFate.Answered(row.Endpoint, new(row.Endpoint.IdPrefix + Ids.Alnum(batch.Number + (ulong)index, 24),
                    batch.CreatedAt.ToUnixTimeSeconds(), request, Answering.Answer(request, prompt)) { Batched = true });
            case ParsedChat.Refused { Refusal: var refusal }:
                return new RowFate.Refused(refusal);
            default:
                throw new InvalidOperationException("a request is either valid or refused");
        }
    }

    private void Write(in ResultLine line, RowTwist? twist)
    {
        switch (twist)
        {
            case RowTwist.Missing:
                return;
            case RowTwist.Malformed:
                _output!.Add("{\"custom_id\": \"the line that was no JSON\", \"response\": {"u8);
                return;
            case RowTwist.WithoutId:
                WriteOnce(line with { CustomId = null });
                return;
            case RowTwist.Separators:
                WriteWithSeparators(line);
                return;
        }

        WriteOnce(line);
        switch (twist)
        {
            case RowTwist.Duplicate:
                WriteOnce(line);
                break;
            case RowTwist.Conflicting:
                WriteOnce(line with { Fate = RowFates.Of(RowTwist.ServerError)! });
                break;
            case RowTwist.Foreign:
                WriteOnce(line with { CustomId = $"foreign-{line.Index}" });
                break;
        }
    }

    private void WriteOnce(in ResultLine line)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        var file = batch.Order.Format.Write(_json, line);
        _json.Flush();
        Add(file, _buffer.WrittenSpan);
    }

    // An unknown member at the end of the object: whoever takes these characters for line ends finds two broken lines.
    private void WriteWithSeparators(in ResultLine line)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        var file = batch.Order.Format.Write(_json, line);
        _json.Flush();
        Add(file, [.. _buffer.WrittenSpan[..^1], .. ",\"separators\":\"\u2028\u2029\u0085\"}"u8]);
    }

    private void Add(ResultFile file, ReadOnlySpan<byte> bytes)
    {
        switch (file)
        {
            case ResultFile.Output:
                _output!.Add(bytes);
                break;
            case ResultFile.Error:
                _errors!.Add(bytes);
                break;
        }
    }
}
