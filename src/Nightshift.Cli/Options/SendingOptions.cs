using System.CommandLine;
using Nightshift.Engine;
using Nightshift.Sending;

namespace Nightshift.Cli.Options;

/// <summary>Where requests go and how fast.</summary>
internal sealed class SendingOptions
{
    public readonly Option<string?> BaseUrl = new("--base-url") { Description = "Address of an OpenAI-compatible endpoint, such as http://127.0.0.1:8000/v1", HelpName = "URL" };
    public readonly Option<bool> InsecureHttp = new("--insecure-http") { Description = "Let a key go over plain HTTP to another machine" };
    public readonly Option<bool> NoDedupe = new("--no-dedupe") { Description = "Send identical requests each on their own, and take no earlier answers" };
    public readonly Option<bool> NoCache = new("--no-cache") { Description = "Do not take answers from earlier jobs" };

    public readonly Option<bool> KeepRemote = new("--keep-remote") { Description = "Leave batches and their files at the provider when their results are in" };

    private readonly Option<string?> _strategy = new("--strategy")
    {
        Description = "fastest (the default): live calls, full price, seconds; cheapest: the provider's batch API, mostly half price, within a day",
        HelpName = "NAME",
    };

    private readonly Option<int?> _rpm = new("--rpm") { Description = "Requests a minute at the most (default: what the provider's headers say)", HelpName = "N" };
    private readonly Option<long?> _tpm = new("--tpm") { Description = "Tokens a minute at the most (default: what the provider's headers say)", HelpName = "N" };
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "Calls in flight at the most (default: adapts by itself)", HelpName = "N" };
    private readonly Option<string?> _timeout = new("--timeout") { Description = "How long one call may take (default: 10m; 1h where calls are held in a queue)", HelpName = "TIME" };

    public void AddTo(Command command)
    {
        Option[] options = [_strategy, KeepRemote, BaseUrl, _rpm, _tpm, _concurrency, _timeout, InsecureHttp, NoDedupe, NoCache];
        foreach (var option in options)
            command.Options.Add(option);
    }

    /// <summary>Adds those of live calls whose answers others take.</summary>
    public void AddLiveTo(Command command)
    {
        Option[] options = [BaseUrl, _rpm, _tpm, _concurrency, _timeout, InsecureHttp];
        foreach (var option in options)
            command.Options.Add(option);
    }

    /// <summary>How the rows are to be sent.</summary>
    public Strategy ReadStrategy(ParseResult parse) => parse.GetValue(_strategy)?.ToLowerInvariant() switch
    {
        null or "fastest" => Strategy.Fastest,
        "cheapest" => Strategy.Cheapest,
        var other => throw new UsageException($"--strategy knows fastest and cheapest, not '{other}'{NearestName.Hint(other, ["fastest", "cheapest"])}"),
    };

    public LaneOptions Read(ParseResult parse) => new()
    {
        Rpm = Positive.Of(parse, _rpm),
        Tpm = Positive.Of(parse, _tpm),
        Concurrency = Positive.Of(parse, _concurrency),
        Timeout = parse.GetValue(_timeout) is { } text ? Duration.Parse("--timeout", text) : null,
    };
}
