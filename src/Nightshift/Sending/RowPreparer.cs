using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Sending;

/// <summary>Makes a claimed row ready to be sent: its body, as intake has seen it, and what it may count against the lane's tokens.</summary>
internal sealed class RowPreparer(IRequestRenderer renderer, int? maxTokens)
{
    private readonly TokenEstimate _estimate = new();

    /// <summary>The row with its request.</summary>
    /// <exception cref="InvalidOperationException">The record cannot be rendered any more: this version is not the one that took it in.</exception>
    public PreparedRow Prepare(ClaimedRow row)
    {
        if (!RecordView.TryParse(row.Record, out var record, out var malformed))
            throw new InvalidOperationException($"row {row.Lease.Row} was taken in, and now its record {malformed}");
        using (record)
        {
            return renderer.Render(record, row.MaxTokens) is RenderedRequest.Ready { Body: var body }
                ? new PreparedRow(row, body, _estimate.Of(body.Length, row.MaxTokens ?? maxTokens))
                : throw new InvalidOperationException($"row {row.Lease.Row} was rendered when it was taken in, and now cannot be");
        }
    }

    /// <summary>Takes in what an answer used.</summary>
    public void Learn(SendReport report) => _estimate.Learn(report);
}

/// <summary>A row with its request.</summary>
internal sealed record PreparedRow(ClaimedRow Row, ReadOnlyMemory<byte> Body, long Tokens)
{
    /// <summary>Its place in the lane, once it has one.</summary>
    public Permit? Permit { get; set; }
}
