using System.Globalization;
using System.Security.Cryptography;
using Nightshift.Tests.Fuzzing.Targets;

namespace Nightshift.Tests.Fuzzing;

/// <summary>
/// Random and broken inputs for everything that reads what others wrote: 200,000 each, always the same, so that a red run is the change's
/// doing; with NIGHTSHIFT_TEST_FULL=1 ten million that nobody has seen. Again from a seed: <c>NIGHTSHIFT_FUZZ_SEED=7</c>; one input alone: <c>NIGHTSHIFT_FUZZ_SEED=7:1234</c>; as many as you like: <c>NIGHTSHIFT_FUZZ_COUNT=1000000</c>;
/// one reader alone: <c>NIGHTSHIFT_FUZZ_TARGET=Csv</c>.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<FuzzTarget>> All = new Func<FuzzTarget>[]
    {
        () => new JsonlTarget(),
        () => new JsonArrayTarget(),
        () => new CsvTarget(),
        () => new ReplyTarget(),
        () => new OutcomeTarget(),
        () => new AnswerTarget(),
        () => new RetryAfterTarget(),
        () => new RateLimitTarget(),
        () => new TemplateTarget(),
    }.ToDictionary(target => target().Name);

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("NIGHTSHIFT_TEST_FULL") == "1";

    public static TheoryData<string> Targets => [.. All.Keys.Where(name => Environment.GetEnvironmentVariable("NIGHTSHIFT_FUZZ_TARGET") is not { } only || name == only)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_input_breaks_it(string target)
    {
        var (seed, only) = Seed();
        var asked = Environment.GetEnvironmentVariable("NIGHTSHIFT_FUZZ_COUNT") is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : (long?)null;
        var count = only is not null ? 1 : asked ?? (IsFull ? 10_000_000 : 200_000);
        var fuzzer = new Fuzzer(All[target], new FuzzLimits(), seed, only ?? 0, count);
        var failure = fuzzer.Run(IsFull || asked is not null ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(5));

        output.WriteLine($"{target}: seed {seed}; again: NIGHTSHIFT_FUZZ_SEED={seed} ./test -class '*FuzzTests'");
        failure.ShouldBeNull();
        var tally = fuzzer.Tally;
        output.WriteLine($"{tally.Inputs:N0} inputs, {tally.Inputs / fuzzer.Elapsed.TotalSeconds:N0}/s, {tally.Accepted:N0} accepted, {tally.Inputs - tally.Accepted:N0} refused");
        output.WriteLine(string.Join(", ", tally.Classes.Select(one => $"{one.Key}: {one.Value:N0}")));
        if (only is not null)
            return;
        var about = All[target]();
        ((double)tally.Accepted / tally.Inputs).ShouldBeGreaterThan(about.LeastAccepted, "the generator makes too much garbage");
        about.MustMeet.Except(tally.Classes.Keys).ShouldBeEmpty("classes that no input reached");
    }

    private static (int Seed, long? Only) Seed()
    {
        if (Environment.GetEnvironmentVariable("NIGHTSHIFT_FUZZ_SEED")?.Split(':') is not { } given)
            return (IsFull ? RandomNumberGenerator.GetInt32(int.MaxValue) : 1, null);
        return (int.Parse(given[0], CultureInfo.InvariantCulture), given.Length > 1 ? long.Parse(given[1], CultureInfo.InvariantCulture) : null);
    }
}
