namespace Nightshift.Queueing;

/// <summary>How many of a job's waiting rows may be sent live; all of them, unless somebody who weighs live calls against batches says otherwise. Thread-safe.</summary>
internal sealed class LiveQuota
{
    private long _left = long.MaxValue;

    /// <summary>Whether any may.</summary>
    public bool IsOpen => Interlocked.Read(ref _left) > 0;

    /// <summary>From now on so many.</summary>
    public void Set(long rows) => Interlocked.Exchange(ref _left, rows);

    /// <summary>Takes some, as far as there are any; how many.</summary>
    public int Take(int wanted)
    {
        while (true)
        {
            var left = Interlocked.Read(ref _left);
            if (left == long.MaxValue)
                return wanted;
            var taken = (int)Math.Clamp(left, 0, wanted);
            if (Interlocked.CompareExchange(ref _left, left - taken, left) == left)
                return taken;
        }
    }
}
