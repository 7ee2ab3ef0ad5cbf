using System.Globalization;

namespace Nightshift.Analysis;

/// <summary>
/// How it is told whether a workload could be batched: a function of what was counted. The first rule that fits decides; the guide on
/// <c>analyze</c> has them in words.
/// </summary>
public static class BatchRules
{
    /// <summary>The share of records in batches from which on a workload is batched already.</summary>
    public const decimal BatchedShare = 0.95m;

    /// <summary>The share of records that declare that they can wait from which on the workload can.</summary>
    public const decimal PatientShare = 0.5m;

    /// <summary>The share of records that somebody waits for from which on the workload cannot wait, unless it declares that it can.</summary>
    public const decimal WaitingShare = 0.2m;

    /// <summary>The share of records in bursts from which on a program sends them.</summary>
    public const decimal BurstShare = 0.5m;

    /// <summary>The share of records outside office hours that, together with regular hours, shows a schedule.</summary>
    public const decimal OffHoursShare = 0.8m;

    /// <summary>The share of records in the same two hours of the day, and on how many days, that make hours regular.</summary>
    public const decimal RegularShare = 0.8m;

    /// <inheritdoc cref="RegularShare"/>
    public const int RegularDays = 3;

    /// <summary>Fewer records show no habit.</summary>
    public const int FewestRecords = 20;

    /// <summary>So many records of a workload that begin alike, within one minute, are a burst.</summary>
    public const int Burst = 20;

    /// <summary>The hours outside office hours: from the first to before the second.</summary>
    public const int OffHoursFrom = 22;

    /// <inheritdoc cref="OffHoursFrom"/>
    public const int OffHoursTo = 6;

    /// <summary>The verdict.</summary>
    public static BatchVerdict Judge(WorkloadFacts facts)
    {
        if (Share(facts.Batched, facts.Records) >= BatchedShare)
            return new(Batchability.AlreadyBatched, [$"{Percent(facts.Batched, facts.Records)} went through a batch API."]);
        if (Declared(facts) is { Count: > 0 } declared)
            return new(Batchability.Batchable, declared);
        if (Share(facts.WaitedFor, facts.Records) >= WaitingShare)
            return new(Batchability.SomebodyWaits, [$"{Percent(facts.WaitedFor, facts.Records)} were streamed, or belong to a person, a session or a conversation."]);
        if (Share(facts.Embeddings, facts.Records) >= PatientShare)
            return new(Batchability.Batchable, [$"{Percent(facts.Embeddings, facts.Records)} embed texts, and nobody is logged as waiting."]);
        if (facts.Aggregates == facts.Records)
            return new(Batchability.CannotTell, ["The log has sums only, and says nothing about single requests; a log of requests would show it."]);
        return Inferred(facts);
    }

    private static List<string> Declared(WorkloadFacts facts)
    {
        var evidence = new List<string>();
        if (Share(facts.Patient, facts.Records) >= PatientShare)
            evidence.Add($"{Percent(facts.Patient, facts.Records)} are marked '{facts.PatientWord}'.");
        if (Share(facts.Flex, facts.Records) >= PatientShare)
            evidence.Add($"{Percent(facts.Flex, facts.Records)} were sent at flex rates, which may take long.");
        if (evidence.Count > 0 && facts.WaitedFor > 0)
            evidence.Add($"But {Percent(facts.WaitedFor, facts.Records).ToLowerInvariant()} were streamed, or belong to a person or a session.");
        return evidence;
    }

    private static BatchVerdict Inferred(WorkloadFacts facts)
    {
        if (facts.Records < FewestRecords)
            return new(Batchability.CannotTell, [$"{NumberWords.Count(facts.Records)} requests are too few to show a habit."]);
        var isBursting = Share(facts.InBursts, facts.Records) >= BurstShare;
        var isOffHours = Share(facts.OffHours, facts.Timed) >= OffHoursShare;
        var isRegular = facts.Days >= RegularDays && Share(facts.InBusiestHours, facts.Timed) >= RegularShare;
        var evidence = new List<string>();
        if (isBursting)
            evidence.Add($"{Percent(facts.InBursts, facts.Records)} came in bursts of {Burst} and more a minute that begin alike, with nobody logged as waiting.");
        if (isOffHours)
            evidence.Add($"{Percent(facts.OffHours, facts.Timed)} came between {OffHoursFrom} and {OffHoursTo} o'clock.");
        if (isRegular)
            evidence.Add(string.Create(CultureInfo.InvariantCulture, $"{Percent(facts.InBusiestHours, facts.Timed)} came between {facts.BusiestHour} and {(facts.BusiestHour + 2) % 24} o'clock, on {facts.Days} days."));
        if (isBursting || (isOffHours && isRegular))
            return new(Batchability.Likely, evidence);
        evidence.Add("Nothing else in the log says whether somebody waits.");
        return new(Batchability.CannotTell, evidence);
    }

    private static decimal Share(long part, long whole) => whole == 0 ? 0 : (decimal)part / whole;

    private static string Percent(long part, long whole) =>
        part == whole ? $"All {NumberWords.Count(whole)} records" : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(Share(part, whole) * 1000) / 10:0.#} % of {NumberWords.Count(whole)} records");
}
