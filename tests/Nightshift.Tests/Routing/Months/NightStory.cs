using System.Globalization;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Routing.Months;

/// <summary>What happened in a night, as the store knows it: for a night that did not go well.</summary>
internal static class NightStory
{
    public static async Task<string> TellAsync(IStore store, Job job)
    {
        var lines = new List<string>();
        foreach (var batch in await store.ListBatchesAsync(job.Id))
        {
            lines.Add($"batch {batch.Id}: {batch.Rows} rows from {At(batch.SubmittedAt)} to {At(batch.EndedAt)}, {batch.RemoteDone} done"
                + (batch.CancelAsked ? ", called back" : "") + (batch.FaultCode is { } code ? $", {code}" : ""));
        }

        var live = await store.ReadLedgerAsync(job.Id).Where(entry => entry.Attempt.Mode == AnswerMode.Live).Select(entry => entry.Attempt.StartedAt).ToListAsync();
        if (live.Count > 0)
            lines.Add($"{live.Count} live calls from {At(live.Min())} to {At(live.Max())}");
        return string.Join("; ", lines);

        string At(DateTimeOffset? time) => time is { } at ? (at - job.CreatedAt).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture) : "?";
    }
}
