using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Simulation;

/// <summary>One start of the program: a process with an engine in it.</summary>
internal sealed class SimHost(SimProcess process, SimStore store, SimStoreTime storeTime, SimProvider provider, string home, int seed) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();

    public SimProcess Process => process;

    public NightshiftEngine? Engine { get; private set; }

    /// <summary>Whether a job is being taken in.</summary>
    public bool IsTakingIn { get; private set; }

    /// <summary>The user's first Ctrl-C.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>The user's second.</summary>
    public void Abort() => _abort.Cancel();

    /// <summary>Opens the store and recovers it. False when the process died, or could not.</summary>
    public async Task<bool> OpenAsync()
    {
        var options = new EngineOptions
        {
            Home = home,
            OpenStore = engines =>
            {
                storeTime.Engines = engines;
                return store;
            },
            Time = process.Time,
            Seed = seed,
            // A few commits a job, so that there is something between them.
            IntakeChunkRows = 1 + (seed % 16),
            Environment = name => name == "OPENAI_API_KEY" ? "sk-simulated" : null,
            CreateTransport = () => new HttpMessageInvoker(provider.TransportFor(process)),
        };
        try
        {
            var opening = process.Start(() => NightshiftEngine.OpenAsync(options));
            if (!await LivesThroughAsync(opening))
                return false;
            Engine = await opening;
            return true;
        }
        catch (StoreException)
        {
            return false;
        }
    }

    /// <summary>Takes a job in; null when the process died first.</summary>
    public async Task<Job?> SubmitAsync(JobRequest request)
    {
        IsTakingIn = true;
        var submitting = process.Start(() => Engine!.SubmitAsync(request, stop: _stop.Token));
        var lived = await LivesThroughAsync(submitting);
        IsTakingIn = false;
        return lived ? await submitting : null;
    }

    /// <summary>Carries a job on; null when the process died first.</summary>
    public async Task<JobEnd?> CarryOnAsync(JobId job)
    {
        if (process.IsDead)
            return null;
        var run = process.Start(() => Engine!.CarryOnAsync(job, control: new RunControl(_stop.Token, _abort.Token)));
        return await LivesThroughAsync(run) ? await run : null;
    }

    public void Dispose()
    {
        _stop.Dispose();
        _abort.Dispose();
    }

    private async Task<bool> LivesThroughAsync(Task work)
    {
        await Task.WhenAny(work, process.Death);
        return !process.IsDead;
    }
}
