using System.Text;
using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>
/// Tells a batch of ours from others that look the same: by the first line of its results. Until then nothing is sent again: waiting is
/// cheaper than paying twice.
/// </summary>
internal sealed class BatchProof(BatchDesk desk, BatchCreation creation)
{
    /// <summary>The kind of note that names a batch (as its source) which turned out to be somebody else's.</summary>
    public const string ForeignKind = "foreign_batch";

    /// <summary>From unclear creation with several candidates on: waits for those that run, looks into those that have ended.</summary>
    public async Task<Batch> FindAsync(Batch batch, CancellationToken stop)
    {
        if (await creation.CandidatesAsync(batch, stop) is not { } candidates)
            return await desk.AgainAsync(batch);
        foreach (var candidate in candidates.Where(candidate => candidate.Status.HasEnded()))
        {
            if (await FirstIdAsync(batch, candidate, stop) is not { } id)
                return await desk.AgainAsync(batch);
            if (CustomId.IsOf(batch.Submission, id))
                return await creation.AdoptAsync(batch, candidate);
            await MarkForeignAsync(batch, candidate.Id);
        }

        var open = candidates.Count(candidate => !candidate.Status.HasEnded());
        return open switch
        {
            0 => await desk.AdvanceAsync(batch, batch with { State = BatchState.Creating }),
            1 => await creation.TakeAsync(batch, candidates.Single(candidate => !candidate.Status.HasEnded())),
            _ => await desk.MoveAsync(batch, batch with
            {
                NextStepAt = desk.Now + LookSchedule.Next(desk.Lane.Terms, desk.Now - batch.CreateIntendedAt ?? TimeSpan.Zero, null),
            }),
        };
    }

    /// <summary>An adopted batch whose results are somebody else's: ours is looked for anew.</summary>
    public async Task<Batch> DisownAsync(Batch batch)
    {
        await MarkForeignAsync(batch, batch.RemoteId!);
        return await desk.AdvanceAsync(batch, batch with
        {
            State = BatchState.Creating, RemoteId = null, RemoteStatus = null, SubmittedAt = null, EndedAt = null, Results = [], FaultCode = null, Fault = null,
        });
    }

    private ValueTask MarkForeignAsync(Batch batch, string remoteId) =>
        desk.NoteAsync(batch, remoteId, ForeignKind, $"{remoteId} looked like this batch, and its results are somebody else's");

    /// <summary>The custom_id of the first line of a candidate's results; empty when it has none; null when they cannot be had now.</summary>
    private async Task<string?> FirstIdAsync(Batch batch, RemoteBatch candidate, CancellationToken stop)
    {
        if (candidate.Results.Count == 0)
            return "";
        var path = desk.Spool.ResultsPath(batch, "proof");
        await using (var file = desk.Spool.Create(path))
        {
            if (await desk.Protocol.DownloadAsync(desk.Channel, candidate.Id, candidate.Results[0], file, stop) is not Effect<long>.Done)
                return null;
        }

        using var lines = new LineBuffer(File.OpenRead(path), ResultReader.LongestLine);
        if (!lines.TryRead(out var line))
            return "";
        return desk.Protocol.ReadLine(line.ToArray()) switch
        {
            BatchLine.Answered answered => answered.CustomId,
            BatchLine.NotDone notDone => notDone.CustomId,
            _ => Encoding.UTF8.GetString(line[..Math.Min(line.Length, 64)]),
        };
    }
}
