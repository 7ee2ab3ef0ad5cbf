using Nightshift.Simulator.Batches;

namespace Nightshift.Simulator.Tests.Batches;

public sealed class BatchCourseTests
{
    private static readonly BatchCourse Course = new() { Delay = TimeSpan.FromSeconds(100), Window = TimeSpan.FromHours(24), CancelTakes = TimeSpan.FromSeconds(5) };

    [Theory]
    [InlineData(0, Stage.Validating, 0)]
    [InlineData(9.9, Stage.Validating, 0)]
    [InlineData(10, Stage.Running, 0)]
    [InlineData(50, Stage.Running, 0.5)]
    [InlineData(90, Stage.Finalizing, 1)]
    [InlineData(100, Stage.Completed, 1)]
    [InlineData(1e6, Stage.Completed, 1)]
    public void A_good_batch_completes(double age, Stage stage, double share) => Check(Course, age, stage, share);

    [Theory]
    [InlineData(9, Stage.Validating, 0)]
    [InlineData(10, Stage.Failed, 0)]
    [InlineData(100, Stage.Failed, 0)]
    public void A_bad_input_fails_when_it_was_looked_at(double age, Stage stage, double share) => Check(Course with { Ending = Stage.Failed }, age, stage, share);

    [Theory]
    [InlineData(50, Stage.Running, 0.1)]
    [InlineData(95, Stage.Running, 0.2)]
    [InlineData(100, Stage.Expired, 0.2)]
    public void An_expired_batch_never_finalises(double age, Stage stage, double share) => Check(Course with { Ending = Stage.Expired, Share = 0.2 }, age, stage, share);

    [Theory]
    [InlineData(29, Stage.Running, 0.2375)]
    [InlineData(30, Stage.Cancelling, 0.25)]
    [InlineData(34, Stage.Cancelling, 0.25)]
    [InlineData(35, Stage.Cancelled, 0.25)]
    [InlineData(1000, Stage.Cancelled, 0.25)]
    public void A_cancel_stops_the_work_where_it_is(double age, Stage stage, double share) => Check(Course with { CancelAsked = TimeSpan.FromSeconds(30) }, age, stage, share);

    [Theory]
    [InlineData(30, Stage.Cancelling, 0.25)]
    [InlineData(99, Stage.Cancelling, 1)]
    [InlineData(100, Stage.Completed, 1)]
    public void A_vain_cancel_stops_nothing(double age, Stage stage, double share) => Check(Course with { CancelAsked = TimeSpan.FromSeconds(30), CancelIsVain = true }, age, stage, share);

    [Theory]
    [InlineData(49, Stage.Running, 0.4875)]
    [InlineData(50, Stage.Expired, 0.5)]
    [InlineData(500, Stage.Expired, 0.5)]
    public void A_window_that_is_too_short_ends_it(double age, Stage stage, double share) => Check(Course with { Window = TimeSpan.FromSeconds(50) }, age, stage, share);

    [Theory]
    [InlineData(150, Stage.Finalizing, 1)]
    [InlineData(160, Stage.Completed, 1)]
    public void Finalizing_can_be_stuck(double age, Stage stage, double share) => Check(Course with { Stuck = TimeSpan.FromSeconds(60) }, age, stage, share);

    [Fact]
    public void Shares_are_exact_and_spread()
    {
        foreach (var rows in new[] { 1, 2, 10, 100, 7919, 15_838 })
        {
            var lot = new Lot(rows);
            foreach (var first in new[] { 0, 1, rows / 2, rows })
                Enumerable.Range(0, rows).Count(row => lot.IsAmong(row, first)).ShouldBe(first);
        }

        new Lot(100).IsAmong(1, 50).ShouldBeTrue();
        Enumerable.Range(0, 50).Count(row => new Lot(100).IsAmong(row, 50)).ShouldBeInRange(10, 40);
    }

    private static void Check(BatchCourse course, double age, Stage stage, double share)
    {
        course.StageAt(TimeSpan.FromSeconds(age)).ShouldBe(stage);
        course.ShareAt(TimeSpan.FromSeconds(age)).ShouldBe(share, 1e-9);
    }
}
