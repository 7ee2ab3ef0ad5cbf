using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Providers;

namespace Nightshift.Cli.Display;

/// <summary>Says on standard error what a run does, once each, in plain sentences.</summary>
internal sealed class RunNarrator : IProgress<RunEvent>
{
    private const int BadRecordsShown = 10;
    private const long IntakeStep = 100_000;
    private long _bad;
    private long _nextStep = IntakeStep;

    /// <summary>The job, once it is known.</summary>
    public Job? Job { get; private set; }

    public void Report(RunEvent value)
    {
        switch (value)
        {
            case RunEvent.Opened opened:
                Job = opened.Job;
                Screen.Say(opened.IsNew
                    ? $"Job {opened.Job.Id} ({opened.Job.Name}) → {Where(opened.Connections)}"
                    : $"Job {opened.Job.Id} ({opened.Job.Name}) goes on: {Words.Count(opened.Job.Counts.Done)} of {Words.Rows(opened.Job.Counts.Total)} done → {Where(opened.Connections)}");
                foreach (var (model, why) in opened.Connections.Unusable)
                    Screen.Say($"{model} is left out: {why}");
                break;
            case RunEvent.TakingIn taking when taking.Records >= _nextStep:
                _nextStep += IntakeStep;
                Screen.Say($"{Words.Count(taking.Records)} records read");
                break;
            case RunEvent.TakingIn:
                break;
            case RunEvent.BadRecord bad:
                if (++_bad <= BadRecordsShown)
                    Screen.Say($"line {Words.Count(bad.Line)}: {bad.Reason}");
                break;
            case RunEvent.TakenIn taken:
                Job = taken.Job;
                Screen.Say(Taken(taken.Job));
                break;
            case RunEvent.Sending sending:
                Job = sending.Job;
                break;
            case RunEvent.LaneOut { Lane: var lane, Rest: var rest }:
                Screen.Say($"{lane.Lane} is out: {lane.Reason}. The others take its rows; it is tried again in {Words.Duration(rest)}.");
                break;
            case RunEvent.Writing:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value, "an event without words");
        }
    }

    private static string Where(ConnectionSet connections) => connections.Route is null
        ? $"{connections.First.Endpoint}"
        : string.Join(", ", connections.Usable.Select(connection => $"{connection.Model}"));

    private string Taken(Job job)
    {
        var parts = new List<string> { $"{Words.Rows(job.Counts.Total)} taken in" };
        if (job.Counts.Succeeded > 0)
            parts.Add($"{Words.Count(job.Counts.Succeeded)} answered from earlier jobs");
        if (_bad > 0)
            parts.Add($"{Words.Count(_bad)} bad record{(_bad == 1 ? "" : "s")}" + (_bad > BadRecordsShown ? $" (the first {BadRecordsShown} are shown)" : ""));
        return string.Join(", ", parts);
    }
}
