using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Scenarios;

namespace Nightshift.Simulator.Tests.Scenarios;

public sealed class ScenarioFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_scenario_lies_over_the_options_and_adds_its_faults()
    {
        var options = Load(
            """
            {
              // A bad afternoon.
              "latency": "200ms", "latency_distribution": "LogNormal", "latency_spread": 0.4,
              "rpm": 500, "tpm": 90000, "fail": 0.01, "seed": 7, "knee": 16, "max_concurrency": 64,
              "batch_delay": "30s", "enqueued_tokens": 1000, "scenario": "late-output",
              "faults": [
                { "fault": "batch-expired", "share": 0.1 },
                { "fault": "503", "call": "create" },
                { "fault": "429-rpm", "rate": 0.05 },
                { "fault": "execute-then-reset", "first": 3, "model": "label", "route": "/openai/", "from": "10s", "until": "70s", "delay": "1s" },
              ],
            }
            """, new() { Port = 4010, Rpm = 1, Faults = [FaultRule.Parse("503:0.1")] });
        options.Port.ShouldBe(4010);
        options.Rpm.ShouldBe(500);
        options.Latency.ShouldBe(TimeSpan.FromMilliseconds(200));
        options.LatencyDistribution.ShouldBe(LatencyDistribution.LogNormal);
        (options.BatchDelay, options.EnqueuedTokens).ShouldBe((TimeSpan.FromSeconds(30), 1000));
        options.Faults.ShouldBe([FaultRule.Parse("503:0.1"), FaultRule.Parse("batch-late-output"), FaultRule.Parse("batch-expired:share=0.1"), FaultRule.Parse("503:call=create"), FaultRule.Parse("429-rpm:0.05"),
            FaultRule.Parse("execute-then-reset:first=3,model=label,route=/openai/,from=10s,until=70s,delay=1s")]);
    }

    [Theory]
    [InlineData("""{"rmp": 5}""", "'rmp'", "A scenario takes port, latency")]
    [InlineData("""{"rpm": "many"}""", "$.rpm", "line 1")]
    [InlineData("""{"rpm": 0}""", "rpm is 0", "give 1 or more")]
    [InlineData("""{"latency": "soon"}""", "'soon' is no duration", "200ms")]
    [InlineData("""{"faults": [{"rate": 1}]}""", "'fault'", "a fault takes fault, rate")]
    [InlineData("""{"faults": [{"fault": "bad-hair-day"}]}""", "bad-hair-day", "the faults are")]
    [InlineData("""{"faults": [{"fault": "503", "rate": 7}]}""", "fault '503': rate is 7", "0 to 1")]
    [InlineData("{", "line 1", "A scenario takes")]
    [InlineData("null", "it is null", "write an object")]
    [InlineData("", "line 1", "A scenario takes")]
    public void A_faulty_scenario_is_refused_with_its_name_the_member_and_the_cure(string json, string member, string cure)
    {
        var complaint = Should.Throw<ScenarioException>(() => Load(json)).Message;
        complaint.ShouldStartWith(_path);
        complaint.ShouldContain(member);
        complaint.ShouldContain(cure);
    }

    [Fact]
    public void A_scenario_that_is_not_there_is_named() =>
        Should.Throw<ScenarioException>(() => ScenarioFile.Load("/no/such/file.json")).Message.ShouldStartWith("/no/such/file.json: the scenario cannot be read");

    private SimulatorOptions Load(string json, SimulatorOptions? onto = null)
    {
        File.WriteAllText(_path, json);
        return ScenarioFile.Load(_path, onto);
    }
}
