using Nightshift.Analysis;

namespace Nightshift.Tests.Analysis;

public sealed class BatchRulesTests
{
    private static readonly WorkloadFacts Hundred = new("w", "openai", "m") { Records = 100, Timed = 100, Days = 5 };

    [Fact]
    public void What_is_batched_needs_no_advice() => Verdict(Hundred with { Batched = 95, WaitedFor = 100 }).ShouldBe(Batchability.AlreadyBatched);

    [Theory]
    [InlineData(49, 0, Batchability.CannotTell)]
    [InlineData(50, 0, Batchability.Batchable)]
    [InlineData(50, 100, Batchability.Batchable)]
    public void A_word_that_it_can_wait_counts_when_half_have_it(int patient, int waited, Batchability verdict) => Verdict(Hundred with { Patient = patient, PatientWord = "nightly", WaitedFor = waited }).ShouldBe(
        verdict);

    [Theory]
    [InlineData(19, Batchability.Likely)]
    [InlineData(20, Batchability.SomebodyWaits)]
    public void A_fifth_that_is_waited_for_is_too_much(int waited, Batchability verdict) => Verdict(Hundred with { WaitedFor = waited, InBursts = 81 }).ShouldBe(verdict);

    [Fact]
    public void Embeddings_can_wait_unless_somebody_is_seen_waiting()
    {
        Verdict(Hundred with { Embeddings = 100 }).ShouldBe(Batchability.Batchable);
        Verdict(Hundred with { Embeddings = 100, WaitedFor = 30 }).ShouldBe(Batchability.SomebodyWaits);
    }

    [Theory]
    [InlineData(50, 0, 0, Batchability.Likely)]
    [InlineData(49, 0, 0, Batchability.CannotTell)]
    [InlineData(0, 100, 0, Batchability.CannotTell)]
    [InlineData(0, 0, 100, Batchability.CannotTell)]
    [InlineData(0, 80, 80, Batchability.Likely)]
    public void Bursts_show_a_program_and_nights_do_so_only_at_regular_hours(int bursts, int offHours, int busiest, Batchability verdict) =>
        Verdict(Hundred with { InBursts = bursts, OffHours = offHours, InBusiestHours = busiest }).ShouldBe(verdict);

    [Fact]
    public void Hours_of_two_days_are_no_habit() => Verdict(Hundred with { OffHours = 100, InBusiestHours = 100, Days = 2 }).ShouldBe(Batchability.CannotTell);

    [Fact]
    public void A_few_requests_show_nothing() => Verdict(new WorkloadFacts("w", "p", "m") { Records = 19, InBursts = 19 }).ShouldBe(Batchability.CannotTell);

    [Fact]
    public void Sums_show_nothing_about_single_requests() =>
        BatchRules.Judge(Hundred with { Aggregates = 100 }).ShouldSatisfyAllConditions(verdict => verdict.Batchability.ShouldBe(Batchability.CannotTell), verdict => verdict.Evidence[0].ShouldContain("sums only"));

    [Fact]
    public void Evidence_has_the_numbers() =>
        BatchRules.Judge(Hundred with { Patient = 100, PatientWord = "nightly", WaitedFor = 7 }).Evidence.ShouldBe(
            ["All 100 records are marked 'nightly'.", "But 7 % of 100 records were streamed, or belong to a person or a session."]);

    private static Batchability Verdict(WorkloadFacts facts)
    {
        var verdict = BatchRules.Judge(facts);
        verdict.Evidence.ShouldNotBeEmpty();
        return verdict.Batchability;
    }
}
