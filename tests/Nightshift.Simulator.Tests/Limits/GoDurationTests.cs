using Nightshift.Simulator.Limits;

namespace Nightshift.Simulator.Tests.Limits;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(17, "17ms")]
    [InlineData(1_000, "1s")]
    [InlineData(1_500, "1.5s")]
    [InlineData(90_951, "1m30.951s")]
    [InlineData(360_000, "6m0s")]
    [InlineData(3_600_000, "1h0m0s")]
    [InlineData(90_061_000, "25h1m1s")]
    public void Durations_are_written_as_Go_writes_them(long milliseconds, string text) =>
        GoDuration.Format(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(text);
}
