using System.CommandLine;
using System.Globalization;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Commands;

/// <summary><c>status</c>: one job at a glance.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var job = JobArgument.Create();
        var command = new Command("status", "Show a job: rows by state, tokens, cost, its batches. Works while another process is running it.");
        command.Arguments.Add(job);
        command.Options.Add(JsonOption.Json);
        command.SetAction((parse, _) => ShowAsync(parse, parse.GetValue(job)!));
        return command;
    }

    private static async Task<int> ShowAsync(ParseResult parse, string name)
    {
        var home = HomeOption.Of(parse);
        await using var store = ReadOnlyStore.Require(home);
        var job = await JobArgument.FindAsync(store, name);
        if (await JobProgress.ReadAsync(store, job.Id, TimeProvider.System.GetUtcNow()) is not { } progress)
            throw new UsageException($"job {job.Id} is gone");
        if (parse.GetValue(JsonOption.Json))
            JobJson.Write(progress);
        else
            Screen.Print(Lines(progress.Job, StoreFolder.FindOwner(home), progress.Batches.Any(batch => batch.State.IsOpen())).Concat(BatchLines(progress)));
        return ExitCode.Success;
    }

    private static IEnumerable<string> Lines(Job job, StoreOwner? owner, bool hasBatches)
    {
        yield return $"Job {job.Id}: {job.Name}";
        yield return $"  state      {Words.State(job, owner is not null, hasBatches)}" + (job.Reason is null ? "" : $" ({job.Reason})");
        if (owner is not null && job.State is JobState.Intake or JobState.Running)
            yield return $"  process    {owner.Pid}";
        yield return $"  rows       {Words.Count(job.Counts.Done)} of {Words.Count(job.Counts.Total)} done";
        foreach (var state in Enum.GetValues<RowState>().Where(state => job.Counts[state] > 0))
            yield return $"             {Words.Count(job.Counts[state])} {state.ToString().ToLowerInvariant()}";
        yield return $"  attempts   {Words.Count(job.Spend.Attempts)}, {Words.Count(job.Spend.Retries)} of them retries";
        yield return $"  tokens     {Words.Count(job.Spend.Usage.InputTokens)} in, {Words.Count(job.Spend.Usage.OutputTokens)} out";
        yield return $"  cost       {Words.Cost(job.Spend)}"
            + (job.Spend.PossibleUsd > 0 ? $", and up to {Words.Money(job.Spend.PossibleUsd)} for calls whose end is not known" : "")
            + (job.ReservedUsd > 0 ? $"; {Words.Money(job.ReservedUsd)} set aside for what is under way" : "");
        yield return $"  strategy   {Strategy(job)}";
        if (job is { Route: { } why, State: JobState.Running or JobState.Paused })
            yield return $"             {why}";
        foreach (var lane in job.LanesOut.Where(_ => job.State is JobState.Running or JobState.Paused))
            yield return $"             without {lane.Lane} since {lane.Since.ToLocalTime().ToString("HH:mm", CultureInfo.InvariantCulture)}: {lane.Reason}";
        yield return $"  started    {job.CreatedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}";
        if (job.FinishedAt is { } finished)
            yield return $"  took       {Words.Duration(finished - job.CreatedAt)}";
    }

    private static string Strategy(Job job)
    {
        var (strategy, deadline) = JobResults.StrategyOf(job);
        var name = EstimateText.Name(strategy);
        return deadline is { } time ? string.Create(CultureInfo.InvariantCulture, $"{name}, to be done by {time.ToLocalTime():yyyy-MM-dd HH:mm}") : name;
    }

    private static IEnumerable<string> BatchLines(JobProgress progress) => progress.Batches.Count == 0
        ? []
        : BatchText.Lines(progress, progress.Batches.Count).Select((line, index) => index == 0 ? $"  batches    {line}" : $"             {line}");
}
