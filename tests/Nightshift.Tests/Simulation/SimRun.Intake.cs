using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Sending;
using Nightshift.Stores;

namespace Nightshift.Tests.Simulation;

/// <content>Taking a job in. A user whose program died gives the same command again, until the job is there.</content>
internal sealed partial class SimRun
{
    private async Task SubmitAsync(SimHost host, SimJobPlan plan)
    {
        var csv = "text\n" + string.Concat(plan.Prompts.Select(prompt => $"{prompt}\n"));
        var request = new JobRequest
        {
            Input = new InputSource(_folder.Write($"{_jobs.Count}.csv", csv)),
            Task = new TaskDefinition { Model = "openai/gpt-5.4-mini", Prompt = "{{text}}", MaxTokens = 16, RetryMaxTokens = 64, MaxAttempts = plan.MaxAttempts },
            BaseUrl = "https://provider.test/v1",
            UseCache = false,
            Lane = new LaneOptions { Concurrency = plan.Concurrency, Rpm = plan.Rpm, Timeout = SimProvider.Timeout },
        };
        // What a killed intake has left is found again, and not wanted anew.
        if (_oracle.Jobs == _jobs.Count)
            _oracle.Wanted = plan;
        try
        {
            var submitting = host.SubmitAsync(request);
            if (_chaos.Happens(_chaos.IntakeKills))
                await KillInIntakeAsync(host);
            if (await submitting is { } job)
                _jobs.Add(job.Id);
        }
        catch (StoreException)
        {
            _chaos.Count("intake: ended by the store");
            Kill(host);
        }
        catch (OperationCanceledException)
        {
            _chaos.Count("intake: stopped");
            Kill(host);
        }
        catch (Exception e) when (host.Process.IsDead is false)
        {
            _broken ??= $"an intake threw {e}";
        }
    }

    private async Task KillInIntakeAsync(SimHost host)
    {
        for (var steps = _chaos.Random.Next(60); steps > 0 && host.IsTakingIn; steps--)
            await Task.Delay(TimeSpan.FromMilliseconds(_chaos.Random.Next(4)), _time);
        if (!host.IsTakingIn || host.Process.IsDead)
            return;
        _chaos.Count($"kill in intake: {_oracle.IntakeStage}");
        Kill(host);
    }
}
