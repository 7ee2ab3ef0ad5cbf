using System.Text;

namespace Nightshift.Tests.Fuzzing;

/// <summary>Runs a target on both cores (or all there are) until the count is reached, the time is over, or an input fails.</summary>
internal sealed class Fuzzer(Func<FuzzTarget> newTarget, FuzzLimits limits, int seed, long from, long count)
{
    private const int Block = 256;
    private readonly Lock _lock = new();
    private long _next = from;
    private readonly long _end = from + count;
    private volatile string? _failure;

    public FuzzTally Tally { get; } = new();

    public TimeSpan Elapsed { get; private set; }

    /// <summary>The first failure in words; null when everything holds.</summary>
    public string? Run(TimeSpan atMost)
    {
        var began = TimeProvider.System.GetTimestamp();
        var workers = Enumerable.Range(0, (int)Math.Min(Math.Min(Environment.ProcessorCount, 2), count)).Select(_ => new Worker(new FuzzCase(newTarget(), limits), Work)).ToList();
        foreach (var worker in workers)
            worker.Thread.Start();
        foreach (var worker in workers)
        {
            while (!worker.Thread.Join(TimeSpan.FromMilliseconds(100)))
            {
                if (TimeProvider.System.GetElapsedTime(began) > atMost)
                    Volatile.Write(ref _next, long.MaxValue / 2);
                if (workers.Find(one => !one.IsDone && one.Silence > limits.Hung) is { } hung)
                    return Words($"did not come back within {limits.Hung.TotalSeconds:F0} s", hung.Case, hung.Iteration, hung.Input.ToArray());
            }
        }

        Elapsed = TimeProvider.System.GetElapsedTime(began);
        return _failure;
    }

    private void Work(Worker worker)
    {
        var tally = new FuzzTally();
        while (_failure is null && Interlocked.Add(ref _next, Block) - Block is var at && at < _end)
        {
            for (var i = at; i < Math.Min(at + Block, _end) && _failure is null; i++)
            {
                var input = worker.Begin(i, seed);
                if (worker.Case.Judge(input, seed, i, tally) is { } fault)
                    Fail(worker, fault, i, input.ToArray());
            }
        }

        worker.IsDone = true;
        lock (_lock)
            Tally.Add(tally);
    }

    private void Fail(Worker worker, string fault, long iteration, byte[] input)
    {
        lock (_lock)
        {
            if (_failure is not null)
                return;
            // From here on it is the shrinking that takes time.
            worker.IsDone = true;
            var (one, ignored) = (worker.Case, new FuzzTally());
            var small = Shrinker.Shrink(input, shorter => one.Judge(shorter, seed, iteration, ignored) is not null);
            _failure = Words(one.Judge(small, seed, iteration, ignored) ?? fault, one, iteration, small);
        }
    }

    private string Words(string fault, FuzzCase one, long iteration, byte[] input) =>
        $"""
        {newTarget().Name} {fault}
        called with: {one.Setting}
        input ({input.Length} bytes): {Convert.ToHexString(input)}
        as text: {Encoding.UTF8.GetString(input)}
        seed {seed}, iteration {iteration}; again: NIGHTSHIFT_FUZZ_SEED={seed}:{iteration} ./test -class '*FuzzTests'
        """;

    private sealed class Worker
    {
        private long _began = TimeProvider.System.GetTimestamp();

        public Worker(FuzzCase one, Action<Worker> work) => (Case, Thread) = (one, new Thread(() => work(this)) { IsBackground = true });

        public FuzzCase Case { get; }

        public Thread Thread { get; }

        public long Iteration { get; private set; }

        public ReadOnlyMemory<byte> Input { get; private set; }

        public bool IsDone { get; set; }

        /// <summary>How long it has been at its input.</summary>
        public TimeSpan Silence => TimeProvider.System.GetElapsedTime(Volatile.Read(ref _began));

        public ReadOnlyMemory<byte> Begin(long iteration, int seed)
        {
            Volatile.Write(ref _began, TimeProvider.System.GetTimestamp());
            Iteration = iteration;
            return Input = Case.Make(seed, iteration);
        }
    }
}
