namespace Nightshift.Simulator.Faults;

/// <summary>
/// How often each body has come, so that a retry draws anew. It keeps 12 bytes or so for each different body, and only while
/// there are faults; past the most it starts over, which changes the draws and nothing else.
/// </summary>
internal sealed class Sightings(int most = 4_000_000)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, int> _counts = [];

    /// <summary>How often the body came before.</summary>
    public int Count(ulong body)
    {
        lock (_lock)
        {
            if (_counts.Count >= most)
                _counts.Clear();
            var before = _counts.GetValueOrDefault(body);
            _counts[body] = before + 1;
            return before;
        }
    }
}
