using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Commands;

/// <summary><c>jobs</c>: what the store has.</summary>
internal static class JobsCommand
{
    public static Command Create()
    {
        var command = new Command("jobs", "List the jobs, newest first. Works while another process is running them.");
        command.Options.Add(JsonOption.Json);
        command.SetAction((parse, _) => ListAsync(parse));
        return command;
    }

    private static async Task<int> ListAsync(ParseResult parse)
    {
        var home = HomeOption.Of(parse);
        await using var store = ReadOnlyStore.Open(home);
        IReadOnlyList<Job> jobs = store is null ? [] : await store.ListJobsAsync();
        if (parse.GetValue(JsonOption.Json))
            JobJson.Write(jobs);
        else if (jobs.Count == 0)
            Screen.Say("No jobs yet. Start one with: nightshift run INPUT --task FILE -o OUTPUT");
        else
            JobTable.Write(jobs, StoreFolder.FindOwner(home) is not null, await InBatchesAsync(store!));
        return ExitCode.Success;
    }

    private static async Task<HashSet<JobId>> InBatchesAsync(IStore store) =>
        [.. (await store.ListBatchesAsync()).Where(batch => batch.State.IsOpen()).Select(batch => batch.Job)];
}
