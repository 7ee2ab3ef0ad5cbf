using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Gathering;
using Nightshift.Cli.Options;
using Nightshift.Gathering;
using Nightshift.Intake;

namespace Nightshift.Cli.Commands;

/// <summary><c>enqueue</c>: puts rows into a queue.</summary>
internal static class EnqueueCommand
{
    private static readonly Argument<string> Input = new("INPUT")
    {
        Description = "CSV, JSONL, JSON array, Excel, gzip of any; - or nothing reads standard input: JSON lines, or a single JSON object",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => "-",
    };

    public static Command Create()
    {
        var queue = QueueArgument.Create("QUEUE");
        var reading = new InputOptions();
        var command = new Command("enqueue", """
            Put rows into a queue, and print the id of each, one a line. All of them are taken or none.

            Works from any number of processes at any time, beside `nightshift work`. What has an id printed is on the disk. Each row is held against the
            queue's task now. A row whose id waits already with the same content is the same request; with other content it is refused.

            Examples:
              echo '{"id": "T-1042", "subject": "Refund", "message": "Where is my money?"}' | nightshift enqueue tickets
              nightshift enqueue tickets tickets.csv > ids.txt
              nightshift queue show tickets - < ids.txt

            Exit codes: 0 taken, 2 refused, 5 the disk or another process is in the way; in both cases nothing of it was taken.
            """);
        command.Arguments.Add(queue);
        command.Arguments.Add(Input);
        reading.AddReadingTo(command);
        command.Options.Add(JsonOption.Json);
        command.SetAction((parse, _) => EnqueueAsync(parse, parse.GetValue(queue)!, reading));
        return command;
    }

    private static async Task<int> EnqueueAsync(ParseResult parse, string name, InputOptions reading)
    {
        using var interrupts = new Interrupts(_ => { });
        var home = HomeOption.Of(parse);
        var queue = RequestQueue.Open(home, name, TimeProvider.System);
        var check = new RowCheck(LotCommand.Read(queue.Definition), home);
        using var reader = Open(parse, reading);
        var enqueued = await queue.EnqueueAsync(EnqueueInput.Requests(reader), check.FaultOf, interrupts.Control.Stop);
        if (enqueued.Requests.Count == 0)
            throw new UsageException("there are no rows in it");
        if (parse.GetValue(JsonOption.Json))
            QueueJson.Write(enqueued, name);
        else
            Screen.Print(enqueued.Requests.Select(request => request.Id));
        Screen.Say(QueueText.What(enqueued, queue));
        return ExitCode.Success;
    }

    private static RecordReader Open(ParseResult parse, InputOptions reading)
    {
        var path = parse.GetValue(Input)!;
        if (path != "-")
            return InputFile.Open(reading.Of(parse, Path.GetFullPath(path), path));
        if (!Console.IsInputRedirected)
            Screen.Say("Reading JSON lines from the terminal; Ctrl-D ends them.");
        return EnqueueInput.OpenPiped(Console.OpenStandardInput(), reading.Of(parse, "", InputOptions.StandardInput));
    }
}
