using Nightshift.Limits;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Limits;

/// <summary>A server that refuses everything for ten minutes: few calls meanwhile, and back to work soon after.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Over = TimeSpan.FromMinutes(10);

    public static TheoryData<string> Storms => ["429", "429 with a Retry-After of 0", "529", "429 and 529", "timeouts", "500", "no connection"];

    [Theory]
    [MemberData(nameof(Storms))]
    public void A_storm_is_sat_out(string storm)
    {
        var time = new ManualTime();
        var gate = new LaneGate(new LaneLimitOptions(), time, new Random(1));
        var simulation = new LaneSimulation(time, gate);
        var (calls, answers) = (0, 0);
        TimeSpan? firstAnswer = null;

        simulation.RunUntil(Over + TimeSpan.FromMinutes(3), () => 10, (permit, _) => simulation.In(TimeSpan.FromMilliseconds(5), () =>
        {
            if (simulation.Now >= Over)
            {
                firstAnswer ??= simulation.Now;
                answers++;
                simulation.In(TimeSpan.FromSeconds(0.2), () => gate.Leave(permit, new LaneFeedback.Succeeded(10)));
                return;
            }

            calls++;
            gate.Leave(permit, storm switch
            {
                "429" => new LaneFeedback.Throttled(),
                "429 with a Retry-After of 0" => new LaneFeedback.Throttled(TimeSpan.Zero),
                "529" => new LaneFeedback.Overloaded(),
                "429 and 529" => calls % 2 == 0 ? new LaneFeedback.Throttled() : new LaneFeedback.Overloaded(),
                "timeouts" => new LaneFeedback.TimedOut(),
                "500" => new LaneFeedback.Faulted(),
                _ => new LaneFeedback.NotSent(),
            });
        }));

        output.WriteLine($"{storm}: {calls} calls in ten minutes, first answer {firstAnswer - Over} after it, {answers} in three minutes");
        calls.ShouldBeLessThan(storm switch { "no connection" => 700, "500" => 200, _ => 100 });
        firstAnswer.ShouldNotBeNull().ShouldBeLessThan(Over + TimeSpan.FromSeconds(61));
        answers.ShouldBeGreaterThan(5_000);
    }
}
