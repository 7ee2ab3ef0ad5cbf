using Nightshift.Engine;
using Nightshift.Model;

namespace Nightshift.Cli.Display;

/// <summary>A job's batches in words: what they come to, then a line for each that is under way.</summary>
internal static class BatchText
{
    /// <summary>The sum, then the batches; of those that are over, only as many as there is room for behind the others.</summary>
    /// <param name="progress">The job.</param>
    /// <param name="most">Batches shown at the most.</param>
    public static IEnumerable<string> Lines(JobProgress progress, int most)
    {
        var batches = progress.Batches;
        var shown = batches.OrderBy(batch => !batch.State.IsOpen()).ThenBy(batch => batch.Id.Value).Take(most).ToList();
        return [Sum(batches), .. shown.Select(batch => Line(batch, progress.At) + Lateness(batch, progress)), .. batches.Count > shown.Count ? [$"… and {Words.Count(batches.Count - shown.Count)} more"] : Array.Empty<string>()];
    }

    /// <summary>How many there are and how far they are, without anything that changes by itself.</summary>
    public static string Sum(IReadOnlyList<Batch> batches)
    {
        var open = batches.Count(batch => batch.State.IsOpen());
        return $"{Words.Count(batches.Count)} batch{(batches.Count == 1 ? "" : "es")}, {(open == 0 ? "all done" : $"{Words.Count(open)} under way")}; "
            + $"{Words.Count(batches.Sum(DoneOf))} of {Words.Rows(batches.Sum(batch => (long)batch.Rows))} done at the provider";
    }

    /// <summary>One batch: number, the provider's id, rows, where it is, since when, when it is looked at next.</summary>
    public static string Line(Batch batch, DateTimeOffset now)
    {
        var line = $"batch {batch.Id}{(batch.RemoteId is null ? "" : $" {batch.RemoteId}")}: {Words.Rows(batch.Rows)}, {State(batch)}";
        if (batch.State == BatchState.Submitted)
            line += $", {Words.Count(DoneOf(batch))} done";
        var since = batch.EndedAt ?? batch.SubmittedAt ?? batch.SealedAt;
        line += batch.EndedAt is null ? $", for {Words.Duration(now - since)}" : $", ended {Words.Duration(now - since)} ago";
        return line + (batch.NextStepAt is { } next && batch.State.IsOpen() ? next > now ? $", next look in {Words.Duration(next - now)}" : ", to be looked at" : "");
    }

    private static string Lateness(Batch batch, JobProgress progress) => progress.Overdue.FirstOrDefault(overdue => overdue.Batch.Id == batch.Id) is { } late
        ? $"; overdue: 19 of 20 were back within {Words.Duration(late.Usual)}"
        : "";

    private static long DoneOf(Batch batch) => batch.State.IsOpen() ? Math.Min(batch.RemoteDone, batch.Rows) : batch.Rows;

    private static string State(Batch batch) => batch.State switch
    {
        _ when batch.Fault is { } fault && batch.State >= BatchState.Ended => $"refused ({fault})",
        BatchState.Sealed => "ready to be uploaded",
        BatchState.Uploading => "being uploaded",
        BatchState.Uploaded => "uploaded",
        BatchState.Creating => "being made",
        BatchState.NeedsProof => "perhaps made: waiting for the provider to show it",
        BatchState.Submitted when batch.FaultCode == Batch.LeftCode => "given up: its rows go elsewhere",
        BatchState.Submitted when batch.CancelAsked => "being cancelled",
        BatchState.Submitted => batch.RemoteStatus ?? "made",
        BatchState.Ended => "results are to be fetched",
        BatchState.Downloaded => "results are being read",
        BatchState.Ingested => "done; its files are still at the provider",
        BatchState.Cleaned => "done",
        _ => throw new ArgumentOutOfRangeException(nameof(batch), batch.State, "a state without words"),
    };
}
