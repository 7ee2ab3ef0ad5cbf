using Nightshift.Engine;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Engine;

public sealed class SteadyTimeTests
{
    private readonly ManualTime _wall = new();

    [Fact]
    public void A_clock_that_is_set_back_goes_on_as_it_was()
    {
        var steady = new SteadyTime(_wall);
        var start = steady.GetUtcNow();
        _wall.StepWallClock(TimeSpan.FromDays(-1));
        steady.GetUtcNow().ShouldBe(start);
        _wall.Advance(TimeSpan.FromMinutes(5));
        steady.GetUtcNow().ShouldBe(start + TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_clock_that_is_set_forward_is_followed_and_a_correction_is_not_a_step_back_beyond_the_start()
    {
        var steady = new SteadyTime(_wall);
        var start = steady.GetUtcNow();
        _wall.StepWallClock(TimeSpan.FromHours(3));
        steady.GetUtcNow().ShouldBe(start + TimeSpan.FromHours(3));
        _wall.StepWallClock(TimeSpan.FromHours(-4));
        steady.GetUtcNow().ShouldBe(start);
    }
}
