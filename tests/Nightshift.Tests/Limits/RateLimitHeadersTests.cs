using Nightshift.Limits;

namespace Nightshift.Tests.Limits;

public sealed class RateLimitHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1s", 1)]
    [InlineData("6m0s", 360)]
    [InlineData("17ms", 0.017)]
    [InlineData("1m30.951s", 90.951)]
    [InlineData("7m12s", 432)]
    [InlineData("1h0m0s", 3600)]
    [InlineData("120µs", 0.00012)]
    [InlineData("0s", 0)]
    [InlineData("12", 12)]
    [InlineData(" 7.66 ", 7.66)]
    [InlineData("-3s", 0)]
    [InlineData("99999999999h", 7 * 86_400)]
    public void A_reset_is_a_duration_in_Gos_notation_or_plain_seconds(string text, double seconds) =>
        ResetDuration.Parse(text).ShouldNotBeNull().TotalSeconds.ShouldBe(seconds, 1e-6);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("1x")]
    [InlineData("s")]
    [InlineData("1m30.9.5s")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("-")]
    public void A_reset_that_is_no_duration_is_not_there(string? text) => ResetDuration.Parse(text).ShouldBeNull();

    [Fact]
    public void OpenAIs_headers_are_read()
    {
        var limits = Parse(
            ("x-ratelimit-limit-requests", "600"), ("x-ratelimit-remaining-requests", "599"), ("x-ratelimit-reset-requests", "100ms"),
            ("x-ratelimit-limit-tokens", "40000"), ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "1m0s"));
        limits.ShouldBe(new ServerLimits(
            new LimitReading(600, 599, TimeSpan.FromSeconds(0.1)), new LimitReading(40_000, 0, TimeSpan.FromMinutes(1))));
        limits!.NothingRemains.ShouldBeTrue();
        limits.UntilReset.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void The_tighter_of_the_accounts_and_the_projects_token_limit_counts() =>
        Parse(("x-ratelimit-limit-tokens", "40000"), ("x-ratelimit-limit-project-tokens", "10000"))
            .ShouldNotBeNull().Tokens.Limit.ShouldBe(10_000);

    [Fact]
    public void Anthropics_resets_are_relative_to_the_servers_date() =>
        Parse(
            ("date", "Wed, 15 Jul 2026 11:00:00 GMT"), ("anthropic-ratelimit-requests-limit", "50"),
            ("anthropic-ratelimit-requests-remaining", "0"), ("anthropic-ratelimit-requests-reset", "2026-07-15T11:00:30Z"),
            ("anthropic-ratelimit-input-tokens-limit", "50000"), ("anthropic-ratelimit-output-tokens-limit", "10000"))
            .ShouldBe(new ServerLimits(new LimitReading(50, 0, TimeSpan.FromSeconds(30)), new LimitReading(10_000, null, null)));

    [Theory]
    [InlineData("2026-07-15T12:00:30Z", 30)]
    [InlineData("2026-07-15T12:00:30.25Z", 30.25)]
    [InlineData("2026-07-15T12:00:30.1234567Z", 30.1234567)]
    [InlineData("2026-07-15T14:00:30+02:00", 30)]
    [InlineData("2026-07-15T05:00:30.5-07:00", 30.5)]
    [InlineData("2026-07-15T11:00:00Z", 0)]
    [InlineData("9999-12-31T23:59:59Z", 7 * 86_400)]
    public void A_reset_of_Anthropics_is_an_instant_of_RFC_3339(string text, double seconds) =>
        ResetOf(text).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("12")]
    [InlineData("12:00:30")]
    [InlineData("2026-07-15")]
    [InlineData("2026-07-15T12:00:30")]
    [InlineData("2026-07-15 12:00:30Z")]
    [InlineData("07/15/2026 12:00:30")]
    [InlineData("July 15, 2026")]
    [InlineData("Wed, 15 Jul 2026 12:01:00 GMT")]
    [InlineData("2026-02-30T12:00:00Z")]
    [InlineData("2026-07-15T12:00:30Z and more")]
    [InlineData("")]
    public void A_date_of_another_form_is_no_reset(string text) => ResetOf(text).ShouldBeNull();

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("unlimited")]
    [InlineData("1e99")]
    public void A_limit_that_is_no_count_is_not_there(string text) => Parse(("x-ratelimit-limit-requests", text)).ShouldBeNull();

    [Fact]
    public void No_headers_no_limits() => Parse(("content-type", "text/html")).ShouldBeNull();

    [Theory]
    [InlineData(600, 599, 0.1, false)]
    [InlineData(600, 0, 60, false)]
    [InlineData(600, 599, 59, false)]
    [InlineData(150_000, 149_984, 360, false)]
    [InlineData(14_400, 14_370, 179.56, true)]
    [InlineData(1_000, 0, 7_200, true)]
    public void A_window_is_longer_than_a_minute_when_its_reset_says_so(long limit, long remaining, double reset, bool longer) =>
        new LimitReading(limit, remaining, TimeSpan.FromSeconds(reset)).IsLongerThanAMinute.ShouldBe(longer);

    private static TimeSpan? ResetOf(string text) =>
        Parse(("anthropic-ratelimit-requests-limit", "50"), ("anthropic-ratelimit-requests-reset", text)).ShouldNotBeNull().Requests.Reset;

    private static ServerLimits? Parse(params (string Name, string Value)[] headers) =>
        RateLimitHeaders.Parse(headers.ToDictionary(header => header.Name, header => header.Value).GetValueOrDefault, Now);
}
