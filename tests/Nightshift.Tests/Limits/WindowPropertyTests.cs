using Nightshift.Limits;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Limits;

public sealed class WindowPropertyTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(600, 40_000, 100)]
    [InlineData(600, 400_000, 50)]
    [InlineData(60, 40_000, 200)]
    [InlineData(7, 1_000_000, 50)]
    [InlineData(6_000, 40_000_000, 500)]
    public void No_window_of_the_server_is_over_the_limit_and_nearly_all_of_it_is_used(int rpm, int tpm, int tokensPerRequest)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            var time = new ManualTime();
            var random = new Random(seed);
            var gate = new LaneGate(new LaneLimitOptions { Rpm = rpm, Tpm = tpm, MaxConcurrency = 1_000 }, time, new Random(seed));
            var simulation = new LaneSimulation(time, gate);
            var ledger = new ServerLedger();

            simulation.RunUntil(
                TimeSpan.FromMinutes(4),
                () => random.Next(tokensPerRequest / 2, (tokensPerRequest * 3 / 2) + 1),
                (permit, tokens) => Send(simulation, time, gate, ledger, random, permit, tokens));

            var (requests, used) = ledger.Fullest(TimeSpan.Zero);
            var (sent, billed) = ledger.Between(Minute, 4 * Minute);
            var utilisation = Math.Max(sent / (3.0 * rpm), billed / (3.0 * tpm));
            output.WriteLine($"seed {seed}: fullest window {requests}/{rpm} requests, {used}/{tpm} tokens; utilisation {utilisation:P1}");
            requests.ShouldBeLessThanOrEqualTo(rpm);
            used.ShouldBeLessThanOrEqualTo(tpm);
            utilisation.ShouldBeGreaterThanOrEqualTo(0.92);
        }
    }

    [Theory]
    [InlineData(600, 300)]
    [InlineData(300, 600)]
    [InlineData(600, 60)]
    public void Limits_learnt_from_headers_are_followed_when_they_change_half_way(int before, int after)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            var time = new ManualTime();
            var random = new Random(seed);
            var gate = new LaneGate(new LaneLimitOptions { ArrivalMargin = Margin }, time, new Random(seed));
            var simulation = new LaneSimulation(time, gate);
            var ledger = new ServerLedger();
            var change = TimeSpan.FromSeconds(150);
            var throttled = 0;

            simulation.RunUntil(8 * Minute, () => 60, (permit, tokens) => simulation.In(Travel(random) / 10, () =>
            {
                gate.BodySent(permit);
                simulation.In(Travel(random) / 2, () =>
                {
                    var rpm = simulation.Now < change ? before : after;
                    var accepted = ledger.InWindow(simulation.Now).Requests < rpm;
                    if (accepted)
                        ledger.Add(simulation.Now, tokens);
                    var remaining = Math.Max(0, rpm - ledger.InWindow(simulation.Now).Requests);
                    var limits = new ServerLimits(new LimitReading(rpm, remaining, Minute * (rpm - remaining) / rpm), default);
                    throttled += accepted ? 0 : 1;
                    simulation.In(TimeSpan.FromMilliseconds(random.Next(50, 400)), () => gate.Leave(permit, accepted
                        ? new LaneFeedback.Succeeded(tokens, limits)
                        : new LaneFeedback.Throttled(TimeSpan.FromSeconds(1), limits)));
                });
            }));

            // The first window under the new limit alone begins when the last of the old has left it.
            var start = ledger.FirstAfter(change + Minute) - TimeSpan.FromTicks(1);
            var used = ledger.Between(start, start + (3 * Minute)).Requests / (after * 3.0);
            output.WriteLine($"seed {seed}: {before} to {after} rpm: {used:P1} used, {throttled} throttled, {simulation.Refusals} refusals");
            ledger.Fullest(TimeSpan.Zero).Requests.ShouldBeLessThanOrEqualTo(Math.Max(before, after));
            ledger.Fullest(change).Requests.ShouldBeLessThanOrEqualTo(after);
            used.ShouldBeGreaterThanOrEqualTo(0.92);
            // What was in flight when the limit fell, and nothing more.
            throttled.ShouldBeLessThanOrEqualTo(40);
        }
    }

    private static void Send(
        LaneSimulation simulation, ManualTime time, LaneGate gate, ServerLedger ledger, Random random, Permit permit, long tokens) =>
        simulation.In(Travel(random), () =>
        {
            gate.BodySent(permit);
            simulation.In(Travel(random), () =>
            {
                ledger.Add(simulation.Now, tokens);
                simulation.In(TimeSpan.FromMilliseconds(random.Next(1, 3_000)), () =>
                {
                    var headersAt = time.GetTimestamp();
                    // Some answers take longer than a window, as those of reasoning models do.
                    var body = random.Next(500) == 0 ? TimeSpan.FromSeconds(70) : TimeSpan.FromMilliseconds(random.Next(2_000));
                    simulation.In(body, () => gate.Leave(permit, random.Next(20) switch
                    {
                        0 => new LaneFeedback.Failed(),
                        1 => new LaneFeedback.Failed { HeadersAt = headersAt },
                        _ => new LaneFeedback.Succeeded(tokens) { HeadersAt = headersAt },
                    }));
                });
            });
        });

    // Mostly quick, up to the margin.
    private static TimeSpan Travel(Random random) => Margin * Math.Pow(random.NextDouble(), 3);
}
