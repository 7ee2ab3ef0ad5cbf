using Nightshift.Limits;

namespace Nightshift.Tests.Limits;

public sealed class RetryAfterTests
{
    private const int Week = 7 * 86_400;
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("20", 20)]
    [InlineData(" 1.5 ", 1.5)]
    [InlineData("0", 0)]
    [InlineData("-1", 0)]
    [InlineData("99999999999999999999", Week)]
    [InlineData("Wed, 15 Jul 2026 12:01:00 GMT", 60)]
    [InlineData("Wednesday, 15-Jul-26 12:01:00 GMT", 60)]
    [InlineData("Wed Jul 15 12:01:00 2026", 60)]
    [InlineData("Wed, 15 Jul 2026 11:00:00 GMT", 0)]
    [InlineData("Thu, 31 Dec 2099 23:59:59 GMT", Week)]
    public void Seconds_and_dates_are_read(string header, double seconds) =>
        RetryAfter.Parse(null, header, null, Now).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e400")]
    [InlineData("Wed, ")]
    [InlineData("12 apples")]
    public void Garbage_is_no_wait(string header) => RetryAfter.Parse(null, header, null, Now).ShouldBeNull();

    [Fact]
    public void Milliseconds_come_first_unless_they_are_garbage()
    {
        RetryAfter.Parse("1500", "20", null, Now).ShouldBe(TimeSpan.FromSeconds(1.5));
        RetryAfter.Parse("x", "20", null, Now).ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_date_is_relative_to_the_servers_clock() =>
        RetryAfter.Parse(null, "Wed, 15 Jul 2026 10:00:30 GMT", "Wed, 15 Jul 2026 10:00:00 GMT", Now).ShouldBe(TimeSpan.FromSeconds(30));

    [Fact]
    public void Any_bytes_are_read_without_an_exception()
    {
        const int Seed = 20260715;
        var random = new Random(Seed);
        const string Alphabet = "0123456789.-+eEhmsnuµ :,GMTWedJul\u0660\ud83d\0∞";
        for (var trial = 0; trial < 50_000; trial++)
        {
            var text = new string(random.GetItems<char>(Alphabet, random.Next(24)));
            RetryAfter.Parse(text, text, text, Now)?.TotalSeconds.ShouldBeInRange(0, Week, $"seed {Seed}: '{text}'");
            ResetDuration.Parse(text)?.TotalSeconds.ShouldBeInRange(0, Week, $"seed {Seed}: '{text}'");
            RateLimitHeaders.Parse(_ => text, Now);
        }
    }
}
