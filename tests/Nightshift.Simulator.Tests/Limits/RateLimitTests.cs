using Nightshift.Simulator.Limits;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Limits;

public sealed class RateLimitTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Requests_are_let_in_again_sixty_seconds_after_they_came_and_not_before()
    {
        var time = new ManualTime();
        await using var server = await SimulatorServer.StartAsync(new() { Rpm = 2 }, time);
        (await server.Ask("a")).Status.ShouldBe(200);
        time.Advance(TimeSpan.FromSeconds(20));
        (await server.Ask("b")).Status.ShouldBe(200);

        var refused = await server.Ask("c");
        refused.Status.ShouldBe(429);
        (refused.Error.GetProperty("type").GetString(), refused.Code).ShouldBe(("requests", "rate_limit_exceeded"));
        refused.Error.GetProperty("message").GetString()!.ShouldContain("requests per min (RPM): Limit 2, Used 2, Requested 1. Please try again in 40s.");
        (refused.Headers["retry-after"], refused.Headers["retry-after-ms"]).ShouldBe(("40", "40000"));
        refused.Headers["x-ratelimit-remaining-requests"].ShouldBe("0");

        time.Advance(TimeSpan.FromSeconds(40) - TimeSpan.FromTicks(1));
        (await server.Ask("c")).Status.ShouldBe(429);
        time.Advance(TimeSpan.FromTicks(1));
        (await server.Ask("c")).Status.ShouldBe(200);
        (await server.Ask("d")).Status.ShouldBe(429);
    }

    [Fact]
    public async Task Every_answer_tells_what_is_left()
    {
        var time = new ManualTime();
        await using var server = await SimulatorServer.StartAsync(new() { Rpm = 5, Tpm = 1000 }, time);
        var reply = await server.Ask("12345678");
        reply.Headers["x-ratelimit-limit-requests"].ShouldBe("5");
        reply.Headers["x-ratelimit-remaining-requests"].ShouldBe("4");
        reply.Headers["x-ratelimit-reset-requests"].ShouldBe("1m0s");
        reply.Headers["x-ratelimit-limit-tokens"].ShouldBe("1000");
        reply.Headers["x-ratelimit-remaining-tokens"].ShouldBe((1000 - reply.Usage("total_tokens")).ToString());
        (await (await Unlimited()).Ask("x")).Headers.Keys.ShouldNotContain(name => name.StartsWith("x-ratelimit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tokens_are_limited_and_the_wait_is_until_enough_of_them_are_free()
    {
        var time = new ManualTime();
        await using var server = await SimulatorServer.StartAsync(new() { Tpm = 40 }, time);
        (await server.Ask("12345678")).Usage("total_tokens").ShouldBe(11);
        time.Advance(TimeSpan.FromSeconds(10));
        (await server.Ask("12345678")).Status.ShouldBe(200);
        time.Advance(TimeSpan.FromSeconds(10));
        (await server.Ask("12345678")).Status.ShouldBe(200);

        (await server.Ask("12345678")).Headers["retry-after"].ShouldBe("40");
        var twoMustLeave = await server.Ask(new string('x', 4 * 8));
        (twoMustLeave.Status, twoMustLeave.Error.GetProperty("type").GetString(), twoMustLeave.Headers["retry-after"]).ShouldBe((429, "tokens", "50"));
    }

    [Fact]
    public async Task A_request_above_the_limit_itself_is_refused_without_a_time_to_retry()
    {
        await using var server = await SimulatorServer.StartAsync(new() { Tpm = 40 });
        var reply = await server.Ask(new string('x', 400));
        reply.Status.ShouldBe(429);
        reply.Error.GetProperty("message").GetString()!.ShouldStartWith("Request too large");
        reply.Headers.Keys.ShouldNotContain("retry-after");
    }

    [Fact]
    public async Task Each_provider_address_has_limits_of_its_own()
    {
        await using var server = await SimulatorServer.StartAsync(new() { Rpm = 1 }, new ManualTime());
        (await server.Ask("x")).Status.ShouldBe(200);
        (await server.Ask("x")).Status.ShouldBe(429);
        (await server.Post(Caller.Body("x"), "/groq/openai/v1/chat/completions")).Status.ShouldBe(200);
    }

    [Fact]
    public void No_window_ever_holds_more_than_the_limits()
    {
        var seed = Environment.ProcessId;
        var random = new Random(seed);
        var now = TimeSpan.Zero;
        var window = new SlidingWindow(20, 500, () => now);
        var accepted = new List<(TimeSpan At, long Tokens)>();
        for (var i = 0; i < 5_000; i++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(3_000));
            var tokens = random.Next(1, 60);
            if (window.Admit(tokens) is Admission.Accepted)
                accepted.Add((now, tokens));
        }

        for (var last = 0; last < accepted.Count; last++)
        {
            var inWindow = accepted.Take(last + 1).SkipWhile(call => accepted[last].At - call.At >= Minute).ToList();
            inWindow.Count.ShouldBeLessThanOrEqualTo(20, $"seed {seed}");
            inWindow.Sum(call => call.Tokens).ShouldBeLessThanOrEqualTo(500, $"seed {seed}");
        }
    }

    private static Task<SimulatorServer> Unlimited() => SimulatorServer.StartAsync(new());
}
