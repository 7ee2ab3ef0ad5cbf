using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Sending;

/// <summary>Makes a claimed row ready to be sent: its body, as intake has seen it, and what it may count against the lane's tokens.</summary>
internal sealed class RowPreparer(IRequestRenderer renderer, TaskDefinition task, Reserver reserver)
{
    private readonly TokenEstimate _estimate = new();

    /// <summary>The row with its request; or null, and why it will not be sent.</summary>
    public PreparedRow? Prepare(ClaimedRow row, out Verdict.Fail? unfit)
    {
        unfit = row.Attempts >= task.MaxAttempts
            ? new Verdict.Fail("quarantined", $"the process ended {row.Attempts} times and more while this row was being sent")
            : null;
        var body = unfit is null ? Render(row, out unfit) : default;
        if (unfit is not null)
            return null;
        var prepared = new PreparedRow(row, body, _estimate.Of(body.Length, row.MaxTokens ?? task.MaxTokens)) { Terms = BodyTerms.Read(body.Span) };
        unfit = reserver.Refuse(prepared);
        return unfit is null ? prepared : null;
    }

    /// <summary>Takes in what an answer used.</summary>
    public void Learn(PreparedRow row, SendReport report)
    {
        _estimate.Learn(report);
        reserver.Learn(row, report);
    }

    /// <summary>Intake has rendered it before; only another version of the program can find a fault now.</summary>
    private ReadOnlyMemory<byte> Render(ClaimedRow row, out Verdict.Fail? unfit)
    {
        unfit = null;
        if (!RecordView.TryParse(row.Record, out var record, out var fault))
        {
            unfit = new Verdict.Fail("bad_record", $"the record {fault}");
            return default;
        }

        using (record)
        {
            var request = renderer.Render(record, row.MaxTokens);
            if (request is RenderedRequest.Faulty faulty)
                unfit = new Verdict.Fail("bad_record", $"the record {faulty.Sentence}");
            return (request as RenderedRequest.Ready)?.Body ?? default;
        }
    }
}

/// <summary>A row with its request.</summary>
internal sealed record PreparedRow(ClaimedRow Row, ReadOnlyMemory<byte> Body, long Tokens)
{
    /// <summary>What its body says of its price.</summary>
    public BodyTerms Terms { get; init; }

    /// <summary>Its place in the lane, once it has one.</summary>
    public Permit? Permit { get; set; }
}
