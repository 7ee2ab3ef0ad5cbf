using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Gathering;
using Nightshift.Cli.Options;
using Nightshift.Engine;
using Nightshift.Gathering;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Commands;

/// <summary><c>queue list</c>: what waits, when it is due, and what came of the lots before.</summary>
internal static class QueueListCommand
{
    public static Command Create()
    {
        var name = QueueArgument.Create();
        name.Arity = ArgumentArity.ZeroOrOne;
        var most = new Option<int?>("--lots") { Description = "So many of the last lots of each (default: 3; of a queue that is named, 20)", HelpName = "N" };
        var command = new Command("list", """
            List the queues: what waits in them, when it is due, and what came of the last lots. Works while another process is working on them.

            Examples:
              nightshift queue list
              nightshift queue list tickets --lots 100
              nightshift queue list --json | jq '.[] | {name, waiting: .open.requests, due_at}'
            """);
        command.Arguments.Add(name);
        command.Options.Add(most);
        command.Options.Add(JsonOption.Json);
        command.SetAction((parse, _) => ListAsync(HomeOption.Of(parse), parse.GetValue(name), Positive.Of(parse, most), parse.GetValue(JsonOption.Json)));
        return command;
    }

    private static async Task<int> ListAsync(string home, string? name, int? most, bool isJson)
    {
        var names = name is null ? RequestQueue.List(home) : [name];
        // What waits first, then what has been taken in: a lot between the two is seen twice rather than not at all.
        var standings = names.Select(one => QueueState.Read(home, one, TimeProvider.System)).ToList();
        await using var store = ReadOnlyStore.Open(home);
        IReadOnlyList<Job> jobs = store is null ? [] : [.. (await store.ListJobsAsync()).Where(job => JobResults.LotOf(job) is not null)];
        HashSet<JobId> inBatches = store is null ? [] : [.. (await store.ListBatchesAsync()).Where(batch => batch.State.IsOpen()).Select(batch => batch.Job)];
        var isOwned = StoreFolder.FindOwner(home) is not null;
        var states = standings.Select(state => state with
        {
            Lots = [.. jobs.Where(job => JobResults.LotOf(job)!.Queue == state.Name).Take(most ?? (name is null ? 3 : 20)).Select(job => (job, Words.State(job, isOwned, inBatches.Contains(job.Id))))],
        }).ToList();
        if (isJson)
            QueueJson.Write(states);
        else if (states.Count == 0)
            Screen.Say("No queues yet. Make one with: nightshift queue add NAME -- --task FILE");
        else
            Screen.Print(states.SelectMany((state, place) => QueueText.Lines(state).Prepend("").Skip(place == 0 ? 1 : 0)));
        return ExitCode.Success;
    }
}
