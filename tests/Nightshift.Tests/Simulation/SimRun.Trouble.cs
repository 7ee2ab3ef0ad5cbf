using Nightshift.Stores;

namespace Nightshift.Tests.Simulation;

/// <content>What goes wrong around the engine.</content>
internal sealed partial class SimRun
{
    private bool _isOver;
    private TimeSpan _calmSince;
    private TimeSpan _wallStep;
    private TimeSpan _mostWallStep;
    private TimeSpan _patience = TimeSpan.FromMinutes(10);

    /// <summary>One thing after the other, at any point of the engine's work; then no more, and from then on it must get done.</summary>
    private async Task MakeTroubleAsync()
    {
        for (var left = _chaos.Random.Next(1, 12); left > 0 && !_isOver; left--)
        {
            await Task.Delay(TimeSpan.FromSeconds(_chaos.Between(0, _chaos.Random.Next(3) == 0 ? 30 : 3)), _time);
            // Not only when all stands still: into the middle of what is under way.
            for (var steps = _chaos.Random.Next(20); steps > 0; steps--)
                await Task.Yield();
            if (_host is { Process.IsDead: false, Engine: not null } host)
                await TroubleAsync(host);
        }

        _chaos.End();
        _calmSince = _time.Elapsed;
        // A retry that was set by a clock ahead of today's waits until today's gets there.
        _patience += SimProvider.LongestWait * 2 + (_mostWallStep - _wallStep);
        _oracle.IsQuiet(clockIsBehind: _mostWallStep - _wallStep);
    }

    private async Task TroubleAsync(SimHost host)
    {
        switch (_chaos.Random.Next(16))
        {
            case 0 or 1 or 2 or 3 or 4:
                _chaos.Count("kill");
                Kill(host);
                break;
            case 5:
                _chaos.Count("stop");
                host.Stop();
                break;
            case 6:
                _chaos.Count("abort");
                host.Abort();
                break;
            case 7:
                await CancelAsync(host);
                break;
            case 8 or 9:
                Jump();
                break;
            case 10 or 11:
                _chaos.Count("freeze");
                host.Process.Freeze();
                await Task.Delay(TimeSpan.FromSeconds(_chaos.Between(0.1, _chaos.Happens(0.2) ? 1200 : 30)), _time);
                host.Process.Thaw();
                break;
            case 12 or 13:
                _chaos.Count("disk full");
                _chaos.DiskIsFull = true;
                await Task.Delay(TimeSpan.FromSeconds(_chaos.Between(0.1, 60)), _time);
                _chaos.DiskIsFull = false;
                break;
            default:
                _chaos.Count("key refused");
                _chaos.KeyIsRefused = true;
                await Task.Delay(TimeSpan.FromSeconds(_chaos.Between(0.1, 60)), _time);
                _chaos.KeyIsRefused = false;
                break;
        }
    }

    private async Task CancelAsync(SimHost host)
    {
        if (_jobs.Count == 0)
            return;
        var job = _jobs[_chaos.Random.Next(_jobs.Count)];
        _chaos.Count("cancel");
        _cancelled.Add(job);
        try
        {
            var cancelling = host.Process.Start(() => host.Engine!.Store.CancelAsync(job).AsTask());
            await Task.WhenAny(cancelling, host.Process.Death);
            if (cancelling.IsFaulted)
                await cancelling;
        }
        catch (StoreException)
        {
            // Whether it was cancelled is for the store to say.
        }
    }

    private void Jump()
    {
        _chaos.Count("clock jump");
        var by = TimeSpan.FromHours(_chaos.Happens(0.04) ? 24 : _chaos.Between(0, 0.5)) * (_chaos.Happens(0.5) ? 1 : -1);
        _time.StepWallClock(by);
        _wallStep += by;
        _mostWallStep = _wallStep > _mostWallStep ? _wallStep : _mostWallStep;
    }
}
