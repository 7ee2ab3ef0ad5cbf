using System.CommandLine;
using Nightshift.Analysis;
using Nightshift.Cli.Display;
using Nightshift.Cli.Display.Analyzing;
using Nightshift.Cli.Display.Pages;
using Nightshift.Cli.Options;
using Nightshift.Configuration;

namespace Nightshift.Cli.Commands;

/// <summary><c>analyze</c>: what usage logs could have saved.</summary>
internal static class AnalyzeCommand
{
    public static Command Create()
    {
        var logs = new Argument<string[]>("LOGS") { Description = "Usage logs, of one kind or of several; gzip of any", Arity = ArgumentArity.OneOrMore };
        var log = new LogOptions();
        var csv = new Option<bool>("--csv") { Description = "Print a CSV with a line per workload and model" };
        var html = new Option<string?>("--html") { Description = "Write a page to send to somebody: one file, readable without this program", HelpName = "FILE" };
        var command = new Command("analyze", """
            Say from usage logs which workloads could have been batched, how many requests were sent twice, and what batches, prompt caching and a smaller
            model would save a month; with the evidence. Nothing is sent anywhere, and prompts are hashed and forgotten.

            It knows reports of OpenAI's and Anthropic's organizations (usage and costs), LiteLLM's spend logs, Langfuse's observations, Helicone's requests,
            OpenTelemetry's GenAI spans, and any CSV or JSON lines with a model and tokens.

            Examples:
              nightshift analyze spend_logs.jsonl
              nightshift analyze observations.csv traces.jsonl.gz --time-zone Europe/Berlin --html savings.html
              nightshift analyze calls.csv --map time=ts,model=engine,input=tokens_in,output=tokens_out,workload=team
              nightshift analyze spend_logs.jsonl --workload metadata.job --cheaper openai/gpt-5.4=openai/gpt-5.4-nano --json

            Exit code 0 also when some records could not be used, which is said; 2 when none could.
            """);
        command.Arguments.Add(logs);
        log.AddTo(command);
        foreach (var option in (Option[])[JsonOption.Json, csv, html])
            command.Options.Add(option);
        command.SetAction(parse => Analyze(
            parse.GetValue(logs)!, log.Read(parse, ConfigurationFile.Of(HomeOption.Of(parse)).Prices), parse.GetValue(JsonOption.Json), parse.GetValue(csv), parse.GetValue(html)));
        return command;
    }

    private static int Analyze(string[] logs, LogAnalyzerOptions options, bool isJson, bool isCsv, string? html)
    {
        if (isJson && isCsv)
            throw new UsageException("--json and --csv both print; choose one");
        using var interrupts = new Interrupts(Screen.Say);
        LogAnalysis analysis;
        using (var line = new ReadingLine())
            analysis = new LogAnalyzer(options).Analyze(logs, line, interrupts.Control.Stop);
        foreach (var warning in AnalysisText.Faults(analysis))
            Screen.Say(warning);
        if (html is not null)
            HtmlPage.Write(AnalysisPage.Of(analysis, options.TimeZone), html);
        if (isJson)
            AnalysisJson.Write(analysis);
        else if (isCsv)
            CsvPage.Print(AnalysisTables.Everything(analysis));
        else if (html is null)
            TerminalPage.Print(AnalysisPage.Of(analysis, options.TimeZone));
        else
            Screen.Say($"Wrote {html}");
        return ExitCode.Success;
    }
}
