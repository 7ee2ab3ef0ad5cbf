using System.CommandLine;
using Nightshift.Model;
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
        Description = "fastest (the default): live calls, full price, seconds; cheapest: the provider's batch API, mostly half price, within a day; "
            + "hybrid: live up to its limits, batches for the rest; deadline: batches as long as they can be back in time",
        HelpName = "NAME",
    };

    private readonly Option<string?> _deadline = new("--deadline") { Description = "Within which time after its beginning the job is to be done, at the lowest price that allows it", HelpName = "TIME" };
    private readonly Option<int?> _rpm = new("--rpm") { Description = "Requests a minute at the most (default: what the provider's headers say)", HelpName = "N" };
    private readonly Option<long?> _tpm = new("--tpm") { Description = "Tokens a minute at the most (default: what the provider's headers say)", HelpName = "N" };
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "Calls in flight at the most (default: adapts by itself)", HelpName = "N" };
    private readonly Option<string?> _timeout = new("--timeout") { Description = "How long one call may take (default: 10m; 1h where calls are held in a queue)", HelpName = "TIME" };

    public void AddTo(Command command)
    {
        Option[] options = [_strategy, _deadline, KeepRemote, BaseUrl, _rpm, _tpm, _concurrency, _timeout, InsecureHttp, NoDedupe, NoCache];
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

    /// <summary>Whether that was said.</summary>
    public bool HasStrategy(ParseResult parse) => parse.GetValue(_strategy) is not null || parse.GetValue(_deadline) is not null;

    /// <summary>How the rows are to be sent.</summary>
    public Strategy ReadStrategy(ParseResult parse) => parse.GetValue(_strategy)?.ToLowerInvariant() switch
    {
        null when parse.GetValue(_deadline) is not null => Strategy.Deadline,
        null or "fastest" => Strategy.Fastest,
        "hybrid" => Strategy.Hybrid,
        "deadline" when parse.GetValue(_deadline) is not null => Strategy.Deadline,
        "deadline" => throw new UsageException("--strategy deadline needs to know it: --deadline 6h"),
        "cheapest" => Strategy.Cheapest,
        var other => throw new UsageException($"--strategy knows fastest, cheapest, hybrid and deadline, not '{other}'{NearestName.Hint(other, ["fastest", "cheapest", "hybrid", "deadline"])}"),
    };

    /// <summary>Within which time the job is to be done; null when that was not said.</summary>
    public TimeSpan? ReadDeadline(ParseResult parse)
    {
        if (parse.GetValue(_deadline) is not { } text)
            return null;
        if (parse.GetValue(_strategy) is { } strategy && !strategy.Equals("deadline", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--deadline goes with --strategy deadline, not with {strategy}");
        return Duration.Parse(_deadline.Name, text);
    }

    public LaneOptions Read(ParseResult parse) => new()
    {
        Rpm = Positive.Of(parse, _rpm),
        Tpm = Positive.Of(parse, _tpm),
        Concurrency = Positive.Of(parse, _concurrency),
        Timeout = parse.GetValue(_timeout) is { } text ? Duration.Parse("--timeout", text) : null,
    };
}
