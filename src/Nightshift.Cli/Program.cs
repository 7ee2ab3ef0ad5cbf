using System.CommandLine;
using Nightshift.Cli;
using Nightshift.Cli.Commands;
using Nightshift.Cli.Options;

var root = new RootCommand("""
    Nightshift runs datasets through AI models: each row classified, extracted, translated or summarised, without losing a row or paying twice.

    Start here:
      nightshift run samples/tickets.csv --task samples/classify.yaml -o answers.csv
    """)
{
    RunCommand.Create(), SubmitCommand.Create(), WorkCommand.Create(), EstimateCommand.Create(), SampleCommand.Create(), CompareCommand.Create(), ReportCommand.Create(),
    JobsCommand.Create(), StatusCommand.Create(), WatchCommand.Create(), ResultsCommand.Create(),
    RetryCommand.Create(), CancelCommand.Create(), RmCommand.Create(), ScheduleCommand.Create(), QueueCommand.Create(), EnqueueCommand.Create(), AlertsCommand.Create(),
    CleanCommand.Create(), ValidateCommand.Create(), AnalyzeCommand.Create(), ProvidersCommand.Create(), PricesCommand.Create(),
    SimulateCommand.Create(), DoctorCommand.Create(),
};
root.Options.Add(HomeOption.Home);
root.HelpName = "nightshift";
ShortHelp.Install(root);

var exitCode = await FaultReport.GuardAsync(async () =>
{
    var parse = root.Parse(args, AsTyped.Words);
    // The library's own handler of signals throws when a command that was told to stop has returned before it has: Interrupts sees to them.
    var code = await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    // The library says 1 for bad usage; here 1 says that rows failed.
    return parse.Errors.Count > 0 ? ExitCode.BadInput : code;
});
await OwnSimulator.StopAsync();
return exitCode;
