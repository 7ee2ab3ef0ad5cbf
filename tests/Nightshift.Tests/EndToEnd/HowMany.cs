namespace Nightshift.Tests.EndToEnd;

/// <summary>Heavy tests do a representative share each time, and all of it with <c>./test --full</c>.</summary>
internal static class HowMany
{
    public static bool All { get; } = Environment.GetEnvironmentVariable("NIGHTSHIFT_TEST_FULL") == "1";

    public static int Of(int share, int all) => All ? all : share;
}
