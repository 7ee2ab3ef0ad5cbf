using System.Globalization;
using System.Security.Cryptography;

namespace Nightshift.Tests.EndToEnd;

/// <summary>The seed of a randomised test: a new one each time, or that of a run that is to be seen again.</summary>
internal static class Seed
{
    private const string Variable = "NIGHTSHIFT_TEST_SEED";

    /// <summary>Says the seed, and how to use it again. What real processes do between themselves is not in it.</summary>
    public static Random Random(ITestOutputHelper output) => new(Number(output));

    /// <summary>The same as a number, for a test that has more to write it on.</summary>
    public static int Number(ITestOutputHelper output)
    {
        var seed = Environment.GetEnvironmentVariable(Variable) is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"seed {seed}; again: {Variable}={seed} ./test -method '*{TestContext.Current.TestMethod?.MethodName}*'");
        return seed;
    }
}
