using System.Globalization;
using System.Text.RegularExpressions;
using Nightshift.Limits;
using Nightshift.Tests.Fuzzing.Grammars;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>Rate-limit headers, <c>name: value</c> on each line: readings within bounds or none, and resets as a pattern of the notation has them.</summary>
internal sealed partial class RateLimitTarget : FuzzTarget
{
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 11, 0, 0, TimeSpan.Zero);

    private static readonly string[] Names =
    [
        "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests", "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens",
        "x-ratelimit-limit-project-tokens", "x-ratelimit-remaining-project-tokens", "anthropic-ratelimit-requests-limit", "anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset",
        "anthropic-ratelimit-input-tokens-limit", "anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-tokens-reset", "date",
    ];

    private static readonly byte[][] NameBytes = [.. Names.Select(System.Text.Encoding.ASCII.GetBytes)];
    private readonly Dictionary<string, string> _headers = new(StringComparer.Ordinal);
    private readonly Func<string, string?> _header;
    private ServerLimits? _limits;
    private string? _reset;
    private TimeSpan? _duration;

    public RateLimitTarget() => _header = name => _headers.GetValueOrDefault(name);

    public override byte[][] Seeds { get; } =
    [
        [.. "x-ratelimit-limit-requests: 600\nx-ratelimit-remaining-requests: 599\nx-ratelimit-reset-requests: 100ms\nx-ratelimit-reset-tokens: 1m30.951s"u8],
        [.. "date: Wed, 15 Jul 2026 11:00:00 GMT\nanthropic-ratelimit-requests-limit: 50\nanthropic-ratelimit-requests-remaining: 0\nanthropic-ratelimit-requests-reset: 2026-07-15T11:00:30Z"u8],
        [.. "x-ratelimit-limit-tokens: -1\nx-ratelimit-limit-project-tokens: 10000\nx-ratelimit-reset-tokens: -3s"u8],
    ];

    public override byte[][] Tokens => [.. HeaderGrammar.Tokens, .. NameBytes];

    public override (byte[] Open, byte[] Close)[] Brackets { get; } = [([.. "-"u8], [.. "s"u8]), ([.. "1m"u8], [.. " "u8])];

    public override int FixedBytes => 8 * 1024;

    public override string[] MustMeet { get; } = ["requests", "tokens", "resets", "durations compared", "durations refused", "no limits"];

    public override void Generate(FuzzRandom random, FuzzBuffer input)
    {
        for (var lines = 1 + random.Below(6); lines > 0; lines--)
        {
            var name = random.Below(Names.Length);
            input.Add(NameBytes[name]).Add(": "u8);
            if (Names[name].StartsWith("x-ratelimit-reset", StringComparison.Ordinal))
                HeaderGrammar.Duration(random, input);
            else if (Names[name] == "date" || Names[name].EndsWith("reset", StringComparison.Ordinal))
                HeaderGrammar.Date(random, input);
            else
                HeaderGrammar.Number(random, input);
            if (lines > 1)
                input.Add('\n');
        }
    }

    public override void Prepare(FuzzRandom random, ReadOnlyMemory<byte> input)
    {
        _headers.Clear();
        _reset = null;
        foreach (var line in Texts.WithHalves(input).Split('\n'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0)
                continue;
            _headers[line[..colon]] = line[(colon + 2)..];
            if (line.Contains("reset", StringComparison.Ordinal))
                _reset = line[(colon + 2)..];
        }
    }

    public override void Exercise()
    {
        _limits = RateLimitHeaders.Parse(_header, Now);
        _duration = ResetDuration.Parse(_reset);
    }

    public override bool Verify(FuzzRandom random, FuzzTally tally)
    {
        VerifyDuration(tally);
        if (_limits is not { } limits)
        {
            tally.Met("no limits");
            return false;
        }

        foreach (var reading in (LimitReading[])[limits.Requests, limits.Tokens])
        {
            FuzzFault.Unless(reading.Limit is null or >= 1 && reading.Remaining is null or >= 0, $"reads {reading}");
            FuzzFault.Unless(IsWithinBounds(reading.Reset), $"reads {reading}");
            if (reading.Reset is not null)
                tally.Met("resets");
        }

        FuzzFault.Unless(IsWithinBounds(limits.UntilReset), $"is reset in {limits.UntilReset}");
        tally.Met(limits.Requests.IsEmpty ? "tokens" : "requests");
        return true;
    }

    private static bool IsWithinBounds(TimeSpan? reset) => reset is null || (reset >= TimeSpan.Zero && reset <= RetryAfter.Longest);

    private void VerifyDuration(FuzzTally tally)
    {
        FuzzFault.Unless(IsWithinBounds(_duration), $"is reset in {_duration}");
        if (_reset is null || _reset.Length > 60)
            return;
        var match = Duration().Match(_reset);
        if (!match.Success)
        {
            if (_duration is null)
                tally.Met("durations refused");
            return;
        }

        var seconds = match.Groups["part"].Captures.Select((_, i) => decimal.Parse(match.Groups["number"].Captures[i].Value, CultureInfo.InvariantCulture) * Seconds(match.Groups["unit"].Captures[i].Value)).Sum();
        var expected = Math.Min(seconds, (decimal)RetryAfter.Longest.TotalSeconds);
        FuzzFault.Unless(_duration is { } duration && Math.Abs((decimal)duration.TotalSeconds - expected) < 0.001m, $"reads {_duration} where {expected} seconds are written");
        tally.Met("durations compared");
    }

    private static decimal Seconds(string unit) => unit switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 1e-3m, "us" or "µs" => 1e-6m, "ns" => 1e-9m, _ => 86_400 };

    [GeneratedRegex(@"\A(?<part>(?<number>[0-9]{1,12}(\.[0-9]{1,9})?)(?<unit>h|m|s|ms|us|µs|ns|d))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
