using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Simulator.Tests.Clocks;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Faults;

public sealed class FaultRuleTests
{
    [Fact]
    public void A_rule_is_read_from_one_line() =>
        FaultRule.Parse("429:rate=0.25,nth=3,first=9,from=10s,until=2m,route=/groq/,model=gpt-*,call=upload,share=0.5,delay=250ms").ShouldBe(new FaultRule
        {
            Fault = "429",
            Rate = 0.25,
            Nth = 3,
            First = 9,
            From = TimeSpan.FromSeconds(10),
            Until = TimeSpan.FromMinutes(2),
            Route = "/groq/",
            Model = "gpt-*",
            Call = CallKind.Upload,
            Share = 0.5,
            Delay = TimeSpan.FromMilliseconds(250),
        });

    [Theory]
    [InlineData("503", 1)]
    [InlineData("503:0.5", 0.5)]
    public void A_rate_needs_no_name(string text, double rate) => FaultRule.Parse(text).Rate.ShouldBe(rate);

    [Theory]
    [InlineData("503:2", "rate is 2; give a share from 0 to 1")]
    [InlineData("503:often", "'often' is no rate")]
    [InlineData("503:chance=1", "there is no member 'chance'")]
    [InlineData("503:first=-1", "'-1' is no whole number")]
    [InlineData("503:from=soon", "'soon' is no duration")]
    [InlineData("503:from=9s,until=3s", "until is")]
    [InlineData("stall-upload:model=echo", "leave 'model' out")]
    [InlineData("tls-bad-certificate:route=/groq/", "leave 'route' and 'model' out")]
    [InlineData("503:call=me", "there is no call 'me'; the calls are chat, upload, file, create")]
    [InlineData("batch-expired:call=create", "leave 'call' out")]
    [InlineData("batch-expired:share=2", "share is 2; give a share from 0 to 1")]
    [InlineData("bad-hair-day", "there is no fault 'bad-hair-day'; the faults are tls-bad-certificate, 400, 401")]
    public void A_faulty_rule_is_refused_with_the_cure(string text, string complaint) =>
        Should.Throw<ScenarioException>(() => FaultRule.Parse(text)).Message.ShouldContain(complaint);

    [Theory]
    [InlineData("503:first=2", "503 503 200 200")]
    [InlineData("503:nth=3", "200 200 503 200")]
    [InlineData("503:model=gpt-*", "200 200 200 200")]
    [InlineData("503:model=ec*", "503 503 503 503")]
    [InlineData("503:route=/groq/", "200 200 200 200")]
    [InlineData("503:route=/openai/v1", "503 503 503 503")]
    [InlineData("503:call=chat", "503 503 503 503")]
    [InlineData("503:call=poll", "200 200 200 200")]
    public async Task A_rule_meets_only_the_calls_that_fit(string rule, string statuses)
    {
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse(rule)] });
        var seen = new List<int>();
        for (var i = 0; i < 4; i++)
            seen.Add((await server.Ask("x")).Status);
        string.Join(' ', seen).ShouldBe(statuses);
    }

    [Fact]
    public async Task A_rule_holds_in_its_time_only()
    {
        var time = new ManualTime();
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse("503:from=10s,until=20s")] }, time);
        (await server.Ask("x")).Status.ShouldBe(200);
        time.Advance(TimeSpan.FromSeconds(10));
        (await server.Ask("x")).Status.ShouldBe(503);
        time.Advance(TimeSpan.FromSeconds(10));
        (await server.Ask("x")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Faults_of_different_places_meet_one_call_together()
    {
        var time = new WatchedTime();
        await using var server = await SimulatorServer.StartAsync(
            new() { Faults = [FaultRule.Parse("finish-length"), FaultRule.Parse("slow-headers:delay=3s"), FaultRule.Parse("byte-order-mark")] }, time);
        var call = server.Ask("1234567812345678");
        (await time.PassNextWait()).ShouldBe(TimeSpan.FromSeconds(3));
        var reply = await call;
        reply.Bytes[0].ShouldBe((byte)0xEF);
        server.Ledger.Calls().ShouldHaveSingleItem().Fault.ShouldBe("finish-length+slow-headers+byte-order-mark");
    }
}
