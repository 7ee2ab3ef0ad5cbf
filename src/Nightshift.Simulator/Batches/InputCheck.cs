using System.Text.Json;

namespace Nightshift.Simulator.Batches;

/// <summary>Looks at a whole input as strictly as the provider does.</summary>
internal static class InputCheck
{
    private const int MostFaults = 1000;

    public static Validation Run(BatchOrder order)
    {
        if (order.Input is null && order.Format.Empty is null)
            return new(0, 0, null, null, []);
        if (order.Input is not { } given)
        {
            return new(0, 0, null, null, [new("invalid_request",
                $"Cannot find file {order.InputFileId}, or organization org-simulator does not have access to it.", "file_id")]);
        }

        if (given.Bytes > order.Format.MostBytes)
            return new(0, 0, null, null, [order.Format.TooManyBytes]);
        var check = new Lines(order);
        foreach (var line in JsonLines.Read(given.Path))
            check.Take(line);
        return check.Finish();
    }

    private sealed class Lines(BatchOrder order)
    {
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
        private readonly List<LineFault> _faults = [];
        private int _number;
        private int _rows;
        private int? _blank;
        private long _tokens;
        private long _inputs;
        private string? _model;
        private string? _firstId;

        public void Take(ReadOnlyMemory<byte> line)
        {
            _number++;
            if (line.Length == 0)
            {
                // Blank lines at the end are forgiven: one more line end than needed is common. Whether providers forgive them elsewhere is unverified.
                _blank ??= _number;
                return;
            }

            if (_blank is { } blank)
                Add([order.Format.BadJson(blank)]);
            _blank = null;
            _rows++;
            try
            {
                using var document = JsonDocument.Parse(line);
                if (document.RootElement.ValueKind == JsonValueKind.Object)
                    Look(document.RootElement);
                else
                    Add([order.Format.BadJson(_number)]);
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException)
            {
                Add([order.Format.BadJson(_number)]);
            }
        }

        public Validation Finish()
        {
            if (_rows == 0 && order.Format.Empty is { } empty)
                Add([empty]);
            if (_rows > order.Format.MostRows)
                Add([order.Format.TooManyRows]);
            // Embeddings: as many inputs over all lines as there may be rows (Batch guide, 2026-07).
            else if (_inputs > order.Format.MostRows)
                Add([order.Format.TooManyRows with { Message = $"The batch has more than {order.Format.MostRows} embedding inputs." }]);
            return new(_rows, _tokens, order.Model ?? _model, _firstId, _faults);
        }

        private void Look(JsonElement line)
        {
            var row = order.Format.Read(line, order);
            Add(order.Format.Check(line, row, order, _model, _number));
            if (row.CustomId is { } id)
            {
                _firstId ??= id;
                if (!_ids.Add(id))
                    Add([order.Format.Duplicate(id, _number)]);
            }

            if (row.Endpoint?.Parse(row.Body, row.Model) is Chat.ParsedChat.Valid valid)
            {
                _tokens += valid.Request.InputTokens;
                _inputs += valid.Request.Embedding is null ? 0 : valid.Request.Texts.Count;
                _model ??= valid.Request.Model;
            }
            else if (row.Body.ValueKind == JsonValueKind.Object && row.Body.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String)
            {
                _model ??= model.GetString();
            }
        }

        private void Add(IEnumerable<LineFault> faults)
        {
            if (_faults.Count < MostFaults)
                _faults.AddRange(faults);
        }
    }
}
