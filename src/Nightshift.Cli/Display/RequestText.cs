using Nightshift.Cli.Gathering;
using Nightshift.Model;

namespace Nightshift.Cli.Display;

/// <summary>Requests as people read them: where each is, and its answer or why it has none.</summary>
internal static class RequestText
{
    private const string Margin = "          ";

    public static IEnumerable<string> Lines(FoundRequest request)
    {
        yield return $"{request.Id}  {Where(request)}";
        if (request.Row?.Answer is { } answer)
            yield return Labelled("answer", answer.Output);
        if (request.Row is { State: not RowState.Succeeded, ErrorCode: { } code } row)
            yield return Labelled("error", row.Error is { Length: > 0 } error ? $"{error} ({code})" : code);
    }

    /// <summary>Where a request is, in words.</summary>
    private static string Where(FoundRequest request) => request switch
    {
        { Waiting: { IsClosed: true, Lot: var lot } } => $"waits: lot {lot} is closed and not taken in yet",
        { Waiting.Lot: var lot } => $"waits in lot {lot}, which is open",
        { Row: { } row, Job: { } job } => $"{State(row)}; lot {request.Lot}, job {job.Id}{(row.CostUsd is { } cost && row.Attempts > 0 ? $", {Words.Money(cost)}" : "")}",
        _ => "is not known: it was never in this queue, or its job was removed",
    };

    private static string State(RowResult row) => row.State switch
    {
        RowState.Pending or RowState.Claimed => "waits for its turn",
        RowState.Sent => "sent",
        RowState.Succeeded => row.Mode switch
        {
            AnswerMode.Cache => "succeeded, with the answer of an earlier job",
            AnswerMode.Duplicate => "succeeded, with the answer of the same request",
            _ => "succeeded",
        },
        RowState.Failed => "failed",
        RowState.Cancelled => "cancelled",
        RowState.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(row), row.State, "a state without words"),
    };

    private static string Labelled(string label, string text) => $"  {label,-8}{text.ReplaceLineEndings("\n").Replace("\n", $"\n{Margin}")}";
}
