using Nightshift.Engine;
using Nightshift.Sending;
using Nightshift.Simulator;

namespace Nightshift.Tests.Engine;

/// <summary>Runs a job over real HTTP for a while, and notes as it goes how many rows have their answer and how many calls may be in flight.</summary>
internal sealed class KneeBench
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly List<(TimeSpan At, long Answers, int Concurrency)> _notes = [];

    /// <summary>Works for a while on more rows than can be answered in it.</summary>
    /// <param name="server">How the provider behaves.</param>
    /// <param name="length">For how long, from the first call on.</param>
    /// <param name="concurrency">Calls in flight; null leaves that to the engine.</param>
    public static async Task<KneeBench> RunAsync(SimulatorOptions server, TimeSpan length, int? concurrency = null)
    {
        var notes = new KneeBench();
        await using var bench = await EngineBench.CreateAsync(server);
        await using var engine = await bench.OpenAsync();
        var most = (int)(length / server.Latency * 256);
        var request = bench.Request(Enumerable.Range(0, Math.Min(most, 100_000)).Select(n => $"text {n}"))
            with { Lane = new LaneOptions { Concurrency = concurrency, Timeout = TimeSpan.FromMinutes(1) } };
        var job = await engine.SubmitAsync(request);
        using var stop = new CancellationTokenSource(length);
        var started = TimeProvider.System.GetTimestamp();
        var running = engine.CarryOnAsync(job.Id, control: new RunControl(stop.Token, default));
        while (Elapsed() < length && !running.IsCompleted)
        {
            if (await engine.ProgressAsync(job.Id) is { Lanes: [var lane] } progress)
                notes._notes.Add((Elapsed(), progress.Job.Counts.Succeeded, lane.Gate.Concurrency));
            await Task.Delay(Glance, TimeProvider.System, CancellationToken.None);
        }

        (await running).Ending.ShouldBe(Ending.Interrupted, "a run that is out of rows measures nothing");
        return notes;

        TimeSpan Elapsed() => TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>Answers a second within a span.</summary>
    public double Throughput(TimeSpan from, TimeSpan until)
    {
        var (first, last) = (_notes.First(note => note.At >= from), _notes.Last(note => note.At <= until));
        return (last.Answers - first.Answers) / (last.At - first.At).TotalSeconds;
    }

    /// <summary>Calls that might be in flight within a span, on average.</summary>
    public double Concurrency(TimeSpan from, TimeSpan until) =>
        _notes.Where(note => note.At >= from && note.At <= until).Average(note => note.Concurrency);

    /// <summary>How long after <paramref name="from"/> the answers of a few seconds first came at this rate; null when they never did.</summary>
    public TimeSpan? Until(double throughput, TimeSpan from)
    {
        var span = TimeSpan.FromSeconds(3);
        foreach (var note in _notes.Where(note => note.At >= from && note.At + span <= _notes[^1].At))
        {
            if (Throughput(note.At, note.At + span) >= throughput)
                return note.At - from;
        }

        return null;
    }
}
