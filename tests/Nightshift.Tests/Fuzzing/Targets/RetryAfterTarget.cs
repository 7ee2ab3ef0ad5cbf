using System.Globalization;
using System.Text.RegularExpressions;
using Nightshift.Limits;
using Nightshift.Tests.Fuzzing.Grammars;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>Three headers, one a line: a wait within bounds or none, and the one that plain arithmetic gives where the headers are plain.</summary>
internal sealed partial class RetryAfterTarget : FuzzTarget
{
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 11, 0, 0, TimeSpan.Zero);
    private string?[] _headers = [];
    private TimeSpan? _wait;

    public override byte[][] Seeds { get; } = [[.. "1500\n\n"u8], [.. "\n30\n"u8], [.. "\n1.5\n"u8], [.. "\nWed, 15 Jul 2026 11:00:30 GMT\nWed, 15 Jul 2026 11:00:00 GMT"u8], [.. "\nWed Jul 15 11:00:30 2026\n"u8]];

    public override byte[][] Tokens => HeaderGrammar.Tokens;

    public override int FixedBytes => 4 * 1024;

    public override string Setting => string.Join(" | ", _headers);

    public override string[] MustMeet { get; } = ["milliseconds", "seconds", "dates", "no wait", "cut to the longest", "zero"];

    public override void Generate(FuzzRandom random, FuzzBuffer input)
    {
        if (random.OneIn(3))
            HeaderGrammar.Number(random, input);
        input.Add('\n');
        if (random.OneIn(3))
            HeaderGrammar.Number(random, input);
        else
            HeaderGrammar.Date(random, input);
        input.Add('\n');
        if (random.OneIn(2))
            HeaderGrammar.Date(random, input);
    }

    public override void Prepare(FuzzRandom random, ReadOnlyMemory<byte> input)
    {
        var lines = Texts.WithHalves(input).Split('\n', 3);
        _headers = [.. lines.Select(line => line.Length == 0 ? null : line), .. new string?[3 - lines.Length]];
    }

    public override void Exercise() => _wait = RetryAfter.Parse(_headers[0], _headers[1], _headers[2], Now);

    public override bool Verify(FuzzRandom random, FuzzTally tally)
    {
        if (_wait is not { } wait)
        {
            FuzzFault.Unless(!Number().IsMatch(_headers[0] ?? "") && !Number().IsMatch(_headers[1] ?? ""), "does not read a plain number");
            tally.Met("no wait");
            return false;
        }

        FuzzFault.Unless(wait >= TimeSpan.Zero && wait <= RetryAfter.Longest, $"waits {wait}");
        if (Number().IsMatch(_headers[0] ?? ""))
            ShouldBe(wait, decimal.Parse(_headers[0]!, CultureInfo.InvariantCulture) / 1000, "milliseconds", tally);
        else if (string.IsNullOrEmpty(_headers[0]) && Number().IsMatch(_headers[1] ?? ""))
            ShouldBe(wait, decimal.Parse(_headers[1]!, CultureInfo.InvariantCulture), "seconds", tally);
        else if (string.IsNullOrEmpty(_headers[0]) && DateTimeOffset.TryParseExact(_headers[1], "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until) && _headers[2] is null)
            ShouldBe(wait, (decimal)(until - Now).TotalSeconds, "dates", tally);
        if (wait == RetryAfter.Longest)
            tally.Met("cut to the longest");
        if (wait == TimeSpan.Zero)
            tally.Met("zero");
        return true;
    }

    private static void ShouldBe(TimeSpan wait, decimal seconds, string name, FuzzTally tally)
    {
        var expected = Math.Clamp(seconds, 0, (decimal)RetryAfter.Longest.TotalSeconds);
        FuzzFault.Unless(Math.Abs((decimal)wait.TotalSeconds - expected) < 0.001m, $"waits {wait} for {expected} seconds");
        tally.Met(name);
    }

    [GeneratedRegex(@"\A[0-9]{1,18}(\.[0-9]{1,6})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
