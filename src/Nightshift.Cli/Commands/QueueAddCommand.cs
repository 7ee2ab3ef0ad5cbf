using System.CommandLine;
using System.Globalization;
using Nightshift.Cli.Display;
using Nightshift.Cli.Gathering;
using Nightshift.Cli.Options;
using Nightshift.Gathering;

namespace Nightshift.Cli.Commands;

/// <summary><c>queue add</c>: checks what is to be done with a queue's rows, and keeps it.</summary>
internal static class QueueAddCommand
{
    private static readonly LotRule Default = new() { Rows = 10_000, Age = TimeSpan.FromHours(1) };

    private static readonly Argument<string> Name = new("NAME") { Description = "What to call it: letters, digits, - _ and ." };
    private static readonly Argument<string[]> Words = new("OPTIONS") { Description = "After --: what is done with the rows, in the options of `nightshift submit`", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<long?> Rows = new("--rows") { Description = "Send when there are so many requests", HelpName = "N" };
    private static readonly Option<string?> Size = new("--size") { Description = "Send when their rows are so large, such as 50MB", HelpName = "SIZE" };
    private static readonly Option<string?> Age = new("--age") { Description = "Send when the oldest request has waited so long, such as 6h", HelpName = "TIME" };
    private static readonly Option<string?> At = new("--at") { Description = "Send at this time of day, such as 02:00", HelpName = "HH:MM" };
    private static readonly Option<string?> Zone = new("--time-zone") { Description = "Whose clock --at is read by, such as Europe/Berlin (default: this machine's)", HelpName = "ZONE" };

    public static Command Create()
    {
        var command = new Command("add", """
            Make a queue: what is done with its rows, and when what has been collected is sent.

            Whichever of --rows, --size, --age and --at comes first closes the lot; without any of them, 10,000 requests or an hour. Behind the -- stand the options
            of `nightshift submit` (task, model, output, limits), checked now; relative paths are meant from this folder. Without --strategy it is
            `cheapest` where the provider has batches. With --output each lot has a file of its own, whose name has {lot} in it; without, answers are
            asked for by id, or with `nightshift results`.

            Each row has its id in the column `id`; where that is empty one is made. With --id COLUMN it is that column, and no row may be without.

            Examples:
              nightshift queue add tickets -- --task classify.yaml
              nightshift queue add tickets --rows 10000 --size 50MB --age 6h -- --task classify.yaml --id ticket
              nightshift queue add nightly --at 02:00 --time-zone Europe/Berlin -- --task classify.yaml --model openai/gpt-5.4-mini -o 'answers-{lot}.csv'
            """);
        command.Arguments.Add(Name);
        command.Arguments.Add(Words);
        Option[] options = [Rows, Size, Age, At, Zone];
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction((parse, _) => Task.FromResult(Add(parse, TimeProvider.System)));
        return command;
    }

    private static int Add(ParseResult parse, TimeProvider time)
    {
        var home = HomeOption.Of(parse);
        var rule = RuleOf(parse, time);
        var folder = Environment.CurrentDirectory;
        string[] words = parse.GetValue(Words) ?? [];
        var request = LotCommand.Read(words, folder);
        _ = new RowCheck(request, home);
        ProviderCheck.Say(request, home);
        var all = LotCommand.WithStrategy(words, request, home);
        var queue = RequestQueue.Create(home, parse.GetValue(Name)!, rule, time, definition => definition with { IdColumn = request.IdColumn, Arguments = all, Folder = folder });
        Console.Out.WriteLine(queue.Name);
        Screen.Say($"Sent at {QueueText.Rule(rule)}, by `nightshift work`; or at any time with: nightshift queue send {queue.Name}");
        if (rule.Age is null && rule.At is null)
            Screen.Say("Fewer wait until then, however long: --age or --at would set an end to that.");
        if (all.Count > words.Length)
            Screen.Say("Through the provider's batches (--strategy cheapest), as nothing else is said.");
        return ExitCode.Success;
    }

    private static LotRule RuleOf(ParseResult parse, TimeProvider time)
    {
        var rule = new LotRule
        {
            Rows = Positive.Of(parse, Rows),
            Bytes = parse.GetValue(Size) is { } size ? ByteSize.Parse(Size.Name, size) : null,
            Age = parse.GetValue(Age) is { } age ? Duration.Parse(Age.Name, age) : null,
            At = parse.GetValue(At) is { } at ? new DailyTime(TimeOf(at), LocalZone.Or(parse.GetValue(Zone), time)) : null,
        };
        if (rule.At is null && parse.GetValue(Zone) is not null)
            throw new UsageException("--time-zone is that of --at, which is not there");
        return rule == new LotRule() ? Default : rule;
    }

    private static TimeOnly TimeOf(string text) => TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        ? time
        : throw new UsageException($"--at takes a time of day such as 02:00 or 18:30, not '{text}'");
}
