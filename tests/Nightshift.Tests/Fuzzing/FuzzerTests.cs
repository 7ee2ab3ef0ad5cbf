namespace Nightshift.Tests.Fuzzing;

/// <summary>The fuzzer itself: what is planted is found, made small, and told so that it can be done again.</summary>
public sealed class FuzzerTests
{
    // Generous where time is not what is tested: the machine may be busy.
    private static readonly FuzzLimits Limits = new() { Slow = TimeSpan.FromSeconds(10), Hung = TimeSpan.FromMinutes(1) };

    [Theory]
    [InlineData("throws", "threw System.FormatException: planted")]
    [InlineData("lies", "takes a bang for good")]
    [InlineData("allocates", "allocated 1,0")]
    [InlineData("dawdles", "took 0.")]
    public void A_planted_defect_is_found_and_made_small(string defect, string said)
    {
        var limits = defect == "dawdles" ? Limits with { Slow = TimeSpan.FromMilliseconds(50) } : Limits;
        var failure = new Fuzzer(() => new PlantedTarget(defect), limits, seed: 5, from: 0, count: 100_000).Run(TimeSpan.FromMinutes(1)).ShouldNotBeNull();
        failure.ShouldStartWith("Planted ");
        failure.ShouldContain(said);
        failure.ShouldContain("input (2 bytes): 2121");

        var again = long.Parse(failure.Split("NIGHTSHIFT_FUZZ_SEED=5:")[1].Split(' ')[0]);
        new Fuzzer(() => new PlantedTarget(defect), limits, seed: 5, again, count: 1).Run(TimeSpan.FromMinutes(1)).ShouldNotBeNull().ShouldContain(said);
    }

    [Fact]
    public void An_input_on_which_the_target_hangs_is_told_while_it_hangs()
    {
        using var hang = new ManualResetEventSlim();
        var fuzzer = new Fuzzer(() => new PlantedTarget("hangs", hang), Limits with { Hung = TimeSpan.FromMilliseconds(500) }, seed: 5, from: 0, count: 100_000);
        fuzzer.Run(TimeSpan.FromMinutes(1)).ShouldNotBeNull().ShouldContain("did not come back");
        hang.Set();
    }

    [Fact]
    public void A_target_without_a_defect_passes_and_is_counted()
    {
        var fuzzer = new Fuzzer(() => new PlantedTarget("none"), Limits, seed: 5, from: 0, count: 20_000);
        fuzzer.Run(TimeSpan.FromMinutes(1)).ShouldBeNull();
        fuzzer.Tally.Inputs.ShouldBe(20_000);
        fuzzer.Tally.Classes["bang"].ShouldBeInRange(1, 19_999);
        fuzzer.Tally.Accepted.ShouldBe(20_000 - fuzzer.Tally.Classes["bang"]);
    }

    private sealed class PlantedTarget(string defect, ManualResetEventSlim? hang = null) : FuzzTarget
    {
        private static byte[]? _garbage;
        private ReadOnlyMemory<byte> _input;
        private bool _isBang;

        public override byte[][] Seeds { get; } = [[.. "hello"u8]];

        public override byte[][] Tokens { get; } = [[.. "!"u8], [.. "a"u8]];

        public override int FixedBytes => 1000;

        public override string[] MustMeet => ["bang"];

        public override void Generate(FuzzRandom random, FuzzBuffer input)
        {
            input.Add("hello"u8);
            if (random.OneIn(100))
                input.Add("!!"u8);
        }

        public override void Prepare(FuzzRandom random, ReadOnlyMemory<byte> input) => _input = input;

        public override void Exercise()
        {
            _isBang = _input.Span.IndexOf("!!"u8) >= 0;
            if (!_isBang)
                return;
            switch (defect)
            {
                case "throws":
                    throw new FormatException("planted");
                case "allocates":
                    _garbage = new byte[1_000_000];
                    GC.KeepAlive(_garbage);
                    break;
                case "dawdles":
                    for (var began = Environment.CpuUsage.TotalTime; Environment.CpuUsage.TotalTime - began < TimeSpan.FromMilliseconds(60);)
                        Thread.SpinWait(100);
                    break;
                case "hangs":
                    hang!.Wait();
                    break;
            }
        }

        public override bool Verify(FuzzRandom random, FuzzTally tally)
        {
            FuzzFault.Unless(!_isBang || defect != "lies", "takes a bang for good");
            if (_isBang)
                tally.Met("bang");
            return !_isBang;
        }
    }
}
