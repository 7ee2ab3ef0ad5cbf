using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Sinks;
using Nightshift.Stores;

namespace Nightshift.Engine;

/// <summary>A job's output: a pure function of the store, written whenever it is asked for.</summary>
public static class JobResults
{
    /// <summary>The job's task.</summary>
    public static TaskDefinition TaskOf(Job job) => JobSpec.Of(job).Task;

    /// <summary>The address that its requests go to; null where only the configuration of the moment knows it, as with a simulator.</summary>
    public static string? AddressOf(Job job) => JobSpec.Of(job).BaseUrl;

    /// <summary>How its rows get their answers, and when it is to be done; null for no such time.</summary>
    public static (Strategy Strategy, DateTimeOffset? Deadline) StrategyOf(Job job)
    {
        var spec = JobSpec.Of(job);
        return (spec.Strategy, job.CreatedAt + spec.Deadline);
    }

    /// <summary>Where the job's own request wanted its output; null when it did not say.</summary>
    public static OutputRequest? OutputOf(Job job) => JobSpec.Of(job).Output;

    /// <summary>The lot of a queue that it was made of; null for none.</summary>
    public static LotOrigin? LotOf(Job job) => job.Spec.Contains("\"lot\":", StringComparison.Ordinal) ? JobSpec.Of(job).Lot : null;

    /// <summary>Finds out whether an output can be written, before anything is paid for.</summary>
    /// <exception cref="OutputException">It cannot.</exception>
    internal static void CheckWritable(OutputRequest output) => OutputFile.CheckWritable(new OutputTarget(output.Path) { Format = output.Format });

    /// <summary>Writes every row of the job, in input order.</summary>
    /// <exception cref="OutputException">It cannot be written; the results are in the store.</exception>
    public static async Task WriteAsync(IStore store, Job job, OutputRequest output, CancellationToken cancellation)
    {
        var spec = JobSpec.Of(job);
        var target = new OutputTarget(output.Path) { Format = output.Format ?? OnStandardOutput(output, spec), CsvRaw = output.CsvRaw };
        var rows = store.ReadResultsAsync(job.Id, withBodies: target.ResolvedFormat == OutputFormat.OpenAi, cancellation);
        await OutputFile.WriteAsync(target, OutputShape.For(job.Columns, spec.Task), rows, cancellation);
    }

    private static OutputFormat? OnStandardOutput(OutputRequest output, JobSpec spec) => output.Path switch
    {
        not "-" => null,
        _ when spec.IsBatchFile => OutputFormat.OpenAi,
        _ when spec.InputFormat is InputFormat.Jsonl or InputFormat.JsonArray => OutputFormat.Jsonl,
        _ => OutputFormat.Csv,
    };
}
