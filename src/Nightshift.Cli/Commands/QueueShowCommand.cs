using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Gathering;
using Nightshift.Cli.Options;
using Nightshift.Model;

namespace Nightshift.Cli.Commands;

/// <summary><c>queue show</c>: what became of requests, by their ids.</summary>
internal static class QueueShowCommand
{
    private const int MostPiped = 1_000_000;
    private static readonly Argument<string[]> Ids = new("ID")
    {
        Description = "Ids as `nightshift enqueue` printed them; - reads them from standard input, one a line",
        Arity = ArgumentArity.OneOrMore,
    };


    public static Command Create()
    {
        var name = QueueArgument.Create("QUEUE");
        var command = new Command("show", """
            Say what became of requests: whether they wait, are with the provider, or have their answers. Works while another process is working on them.

            Examples:
              nightshift queue show tickets T-1042
              nightshift queue show tickets - --json < ids.txt | jq -r '.[] | [.id, .status, .output] | @tsv'

            Exit codes: 0 all have their answers, 1 some failed, 5 some have not ended, 2 an id is not known.
            """);
        command.Arguments.Add(name);
        command.Arguments.Add(Ids);
        command.Options.Add(JsonOption.Json);
        command.SetAction((parse, _) => ShowAsync(HomeOption.Of(parse), parse.GetValue(name)!, parse.GetValue(Ids)!, parse.GetValue(JsonOption.Json)));
        return command;
    }

    private static async Task<int> ShowAsync(string home, string queue, IReadOnlyList<string> ids, bool isJson)
    {
        var found = await RequestSearch.FindAsync(home, queue, ids is ["-"] ? Piped() : ids, TimeProvider.System);
        if (isJson)
            RequestJson.Write(found, queue);
        else
            Screen.Print(found.SelectMany(RequestText.Lines));
        return found.Select(CodeOf).DefaultIfEmpty(ExitCode.Success).MaxBy(Weight);
    }

    private static int CodeOf(FoundRequest request) => request switch
    {
        { Waiting: null, Row: null } => ExitCode.BadInput,
        { Row: null } or { Row.State: RowState.Pending or RowState.Claimed or RowState.Sent } => ExitCode.Unfinished,
        { Row.State: RowState.Succeeded } => ExitCode.Success,
        _ => ExitCode.SomeFailed,
    };

    /// <summary>What is not known outweighs what has not ended, and that what has failed.</summary>
    private static int Weight(int code) => code switch
    {
        ExitCode.BadInput => 3,
        ExitCode.Unfinished => 2,
        ExitCode.SomeFailed => 1,
        _ => 0,
    };

    private static List<string> Piped()
    {
        var ids = new List<string>();
        while (Console.In.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } id)
                ids.Add(id);
            if (ids.Count > MostPiped)
                throw new UsageException($"these are more than {Words.Count(MostPiped)} ids: ask in parts, or write the jobs' outputs with `nightshift results`");
        }

        return ids;
    }
}
