using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Simulation;

/// <summary>One start of the program: a process with an engine in it.</summary>
internal sealed class SimHost(SimProcess process, SimStore store, SimProvider provider, string home, int seed) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();

    public SimProcess Process => process;

    public NightshiftEngine? Engine { get; private set; }

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
            OpenStore = _ => store,
            Time = process.Time,
            Seed = seed,
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

    /// <summary>Takes a job in, on the spot: how intake survives is for other tests.</summary>
    public Job Submit(JobRequest request)
    {
        store.IsCalm = true;
        var job = SimProcess.Block(async () => await Engine!.SubmitAsync(request));
        store.IsCalm = false;
        return job;
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
