namespace Nightshift.Tests.Fuzzing;

/// <summary>Makes one input and holds the target against it: the same seed and iteration do the same again.</summary>
internal sealed class FuzzCase(FuzzTarget target, FuzzLimits limits)
{
    private const int Making = 1;
    private const int Judging = 2;
    private readonly FuzzRandom _random = new();
    private readonly FuzzBuffer _input = new();

    public string Setting => target.Setting;

    public ReadOnlyMemory<byte> Make(int seed, long iteration)
    {
        _random.Begin(seed, iteration, Making);
        _input.Clear();
        var kind = _random.Below(20);
        if (kind < 11)
            target.Generate(_random, _input);
        else if (kind < 14)
            _input.Add(_random.Pick<byte[]>(target.Seeds));
        else if (kind < 19)
            Mutated();
        else
            Mash();
        return _input.Memory;
    }

    /// <summary>What is wrong with the target on this input; null for nothing.</summary>
    public string? Judge(ReadOnlyMemory<byte> input, int seed, long iteration, FuzzTally tally)
    {
        try
        {
            _random.Begin(seed, iteration, Judging);
            target.Prepare(_random, input);
            // Once may be the machine's doing, or a table that is made once; twice is the input's.
            if (Excess(input.Length) is not null && Excess(input.Length) is { } excess)
                return excess;
            tally.Inputs++;
            tally.Accepted += target.Verify(_random, tally) ? 1 : 0;
            return null;
        }
        catch (Exception e)
        {
            return e is FuzzFault ? e.Message : $"threw {e}";
        }
    }

    private string? Excess(int length)
    {
        var began = Environment.CpuUsage.TotalTime;
        var before = GC.GetAllocatedBytesForCurrentThread();
        target.Exercise();
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        // The process's CPU and not the clock: on a busy machine everything takes long.
        var time = Environment.CpuUsage.TotalTime - began;
        var allowed = (64 * (length + target.OutputBytes)) + target.FixedBytes;
        if (bytes > allowed)
            return $"allocated {bytes:N0} bytes, {allowed:N0} are allowed";
        return time > limits.Slow ? $"took {time.TotalSeconds:F2} s" : null;
    }

    private void Mutated()
    {
        if (_random.OneIn(3))
            _input.Add(_random.Pick<byte[]>(target.Seeds));
        else
            target.Generate(_random, _input);
        for (var times = 1 + _random.Below(_random.OneIn(3) ? 6 : 2); times > 0; times--)
            Mutation.Apply(_random, _input, target);
    }

    private void Mash()
    {
        for (var pieces = _random.Below(16); pieces > 0; pieces--)
            _input.Add(_random.Pick<byte[]>(target.Tokens));
        Mutation.Apply(_random, _input, target);
    }
}

/// <summary>What an input may take, and how long a silent one is waited for.</summary>
internal sealed record FuzzLimits
{
    /// <summary>Of CPU, by all threads that try inputs together.</summary>
    public TimeSpan Slow { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan Hung { get; init; } = TimeSpan.FromSeconds(60);
}
