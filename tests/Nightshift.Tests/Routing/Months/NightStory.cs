using System.Globalization;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Routing.Months;

/// <summary>What happened in a night, as the store knows it: for a night that did not go well.</summary>
internal static class NightStory
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    public static async Task<string> TellAsync(IStore store, Job job)
    {
        var lines = new List<string>();
        foreach (var batch in await store.ListBatchesAsync(job.Id))
        {
            lines.Add($"batch {batch.Id}: {batch.Rows} rows from {At(batch.SubmittedAt)} to {At(batch.EndedAt)}, {batch.RemoteDone} done"
                + (batch.CancelAsked ? ", called back" : "") + (batch.FaultCode is { } code ? $", {code}" : ""));
        }

        var live = await store.ReadLedgerAsync(job.Id).Where(entry => entry.Attempt.Mode == AnswerMode.Live).Select(entry => entry.Attempt.StartedAt).Order().ToListAsync();
        foreach (var (from, to, calls) in Spells(live))
            lines.Add($"{calls} live calls from {At(from)} to {At(to)}");
        return string.Join("; ", lines);

        string At(DateTimeOffset? time) => time is { } at ? (at - job.CreatedAt).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture) : "?";
    }

    /// <summary>Calls that follow one another.</summary>
    private static List<(DateTimeOffset From, DateTimeOffset To, int Calls)> Spells(List<DateTimeOffset> calls)
    {
        var spells = new List<(DateTimeOffset From, DateTimeOffset To, int Calls)>();
        foreach (var call in calls)
        {
            if (spells is [.., var last] && call - last.To < Pause)
                spells[^1] = (last.From, call, last.Calls + 1);
            else
                spells.Add((call, call, 1));
        }

        return spells;
    }
}
