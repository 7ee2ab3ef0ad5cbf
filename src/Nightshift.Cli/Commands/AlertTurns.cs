using Nightshift.Configuration;
using Nightshift.Stores;

namespace Nightshift.Cli.Commands;

/// <summary>When <c>work --forever</c> takes the store for alerts alone: once a minute, if somebody wants to know.</summary>
internal sealed class AlertTurns(string home, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private DateTimeOffset? _next;

    /// <summary>Whether it is time; the next time is a minute later.</summary>
    public bool IsDue()
    {
        var now = time.GetUtcNow();
        if (now < _next)
            return false;
        _next = now + Interval;
        return StoreFolder.Exists(home) && ConfigurationFile.Of(home).Alerts.Count > 0;
    }
}
