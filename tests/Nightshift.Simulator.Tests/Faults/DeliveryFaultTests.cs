using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Simulator.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Faults;

/// <summary>Each fault as a bare socket sees it.</summary>
public sealed class DeliveryFaultTests
{
    private static readonly string Question = Caller.Body("what is delivered");

    [Theory]
    [InlineData("drop-before-execute", 0)]
    [InlineData("execute-then-reset", 1)]
    public async Task A_reset_sends_nothing_and_differs_in_what_was_billed(string fault, int executed)
    {
        var (wire, totals) = await Meet(fault);
        wire.ShouldSatisfyAllConditions(() => wire.Bytes.ShouldBeEmpty(), () => wire.Reset.ShouldBeTrue());
        (totals.Executed, totals.Statuses[0], totals.Faults[fault]).ShouldBe((executed, 1, 1));
    }

    [Fact]
    public async Task Execute_then_500_bills_and_says_500()
    {
        var (wire, totals) = await Meet("execute-then-500");
        wire.Head.ShouldStartWith("HTTP/1.1 500 ");
        JsonDocument.Parse(wire.Body).RootElement.GetProperty("error").GetProperty("type").GetString().ShouldBe("server_error");
        (totals.Executed, totals.Statuses[500]).ShouldBe((1, 1));
        totals.Usd.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Execute_then_garbage_bills_and_sends_no_JSON()
    {
        var (wire, totals) = await Meet("execute-then-garbage");
        wire.Head.ShouldStartWith("HTTP/1.1 200 ");
        Should.Throw<JsonException>(() => JsonDocument.Parse(wire.Body));
        totals.Executed.ShouldBe(1);
    }

    [Theory]
    [InlineData("execute-then-truncate", "content-length: ")]
    [InlineData("truncated-chunked", "transfer-encoding: chunked")]
    [InlineData("close-early", "connection: close")]
    public async Task A_cut_answer_ends_cleanly_in_the_middle_of_its_JSON(string fault, string framing)
    {
        var (wire, totals) = await Meet(fault);
        wire.Reset.ShouldBeFalse();
        wire.Head.ShouldStartWith("HTTP/1.1 200 OK");
        wire.Head.ShouldContain(framing);
        wire.BodyText.ShouldContain("{\"id\":\"chatcmpl-");
        wire.BodyText.ShouldNotContain("usage");
        totals.Executed.ShouldBe(1);
        if (fault == "execute-then-truncate")
            Length(wire).ShouldBeInRange((2 * wire.Body.Length) - 1, (2 * wire.Body.Length) + 1);
        if (fault == "truncated-chunked")
            wire.BodyText.ShouldNotEndWith("0\r\n\r\n");
    }

    [Fact]
    public async Task Wrong_length_promises_less_than_it_sends()
    {
        var (wire, _) = await Meet("wrong-length");
        Length(wire).ShouldBe(wire.Body.Length / 2);
        JsonDocument.Parse(wire.Body).RootElement.GetProperty("usage").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task Close_without_length_is_whole()
    {
        var (wire, _) = await Meet("close-without-length");
        wire.Head.ShouldNotContain("content-length");
        wire.Head.ShouldNotContain("chunked");
        JsonDocument.Parse(wire.Body).RootElement.GetProperty("usage").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Theory]
    [InlineData("wrong-content-type", "Content-Type: application/octet-stream")]
    [InlineData("wrong-charset", "Content-Type: application/json; charset=utf-16")]
    public async Task A_wrong_label_is_on_a_right_body(string fault, string header)
    {
        var (wire, _) = await Meet(fault);
        wire.Head.ShouldContain(header);
        JsonDocument.Parse(wire.Body).RootElement.GetProperty("model").GetString().ShouldBe("echo");
    }

    [Fact]
    public async Task Html_takes_the_place_of_the_body()
    {
        var (wire, _) = await Meet("html-body");
        wire.Head.ShouldContain("text/html");
        wire.BodyText.ShouldStartWith("<!DOCTYPE html>");
    }

    [Fact]
    public async Task A_mark_stands_before_the_body()
    {
        var (wire, _) = await Meet("byte-order-mark");
        wire.Body[..3].ShouldBe(Encoding.UTF8.GetPreamble());
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("brotli", "br")]
    public async Task A_coding_is_readable_and_a_broken_one_is_not(string fault, string coding)
    {
        var (wire, _) = await Meet(fault);
        wire.Head.ShouldContain($"content-encoding: {coding}\r\n");
        JsonDocument.Parse(Inflate(coding, wire.Body, int.MaxValue)).RootElement.GetProperty("model").GetString().ShouldBe("echo");
        var (broken, _) = await Meet($"broken-{fault}");
        broken.Head.ShouldContain($"content-encoding: {coding}\r\n");
        Encoding.UTF8.GetString(Inflate(coding, broken.Body, int.MaxValue)).ShouldNotContain("usage");
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("brotli", "br")]
    public async Task A_bomb_is_small_and_inflates_past_any_limit(string fault, string coding)
    {
        var (wire, _) = await Meet($"{fault}-bomb");
        wire.Reset.ShouldBeFalse();
        wire.Body.Length.ShouldBeLessThan(2_000_000);
        Length(wire).ShouldBe(wire.Body.Length);
        const int Enough = 100_000_000;
        Inflate(coding, wire.Body, Enough).Length.ShouldBe(Enough);
    }

    [Fact]
    public async Task Execute_then_timeout_stays_silent_until_the_client_leaves()
    {
        var time = new WatchedTime();
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse("execute-then-timeout")] }, time);
        var read = Wire.Exchange(server, Question);
        (await time.NextWait()).ShouldBe(TimeSpan.FromMinutes(10));
        read.IsCompleted.ShouldBeFalse();
        server.Ledger.Totals.Executed.ShouldBe(1);
        time.Advance(TimeSpan.FromMinutes(10));
        var wire = await read;
        wire.Bytes.ShouldBeEmpty();
        wire.Reset.ShouldBeTrue();
    }

    [Fact]
    public async Task Slow_headers_come_after_the_delay()
    {
        var time = new WatchedTime();
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse("slow-headers:delay=7s")] }, time);
        var read = Wire.Exchange(server, Question);
        (await time.PassNextWait()).ShouldBe(TimeSpan.FromSeconds(7));
        (await read).Head.ShouldStartWith("HTTP/1.1 200 ");
    }

    [Theory]
    [InlineData("slow-body:delay=2s", 2, 7)]
    [InlineData("trickle", 1, 20)]
    public async Task A_slow_body_waits_between_its_parts(string fault, int seconds, int waits)
    {
        var time = new WatchedTime();
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse(fault)] }, time);
        using var socket = await Wire.Connect(server, Question);
        for (var i = 0; i < waits; i++)
            (await time.PassNextWait()).ShouldBe(TimeSpan.FromSeconds(seconds));
        var buffer = new byte[8192];
        (await socket.ReceiveAsync(buffer)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_slow_body_is_whole_in_the_end()
    {
        var (wire, _) = await Meet("slow-body:delay=0s");
        JsonDocument.Parse(wire.Body).RootElement.GetProperty("usage").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task A_stalled_upload_is_never_read()
    {
        var time = new WatchedTime();
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse("stall-upload:delay=60s")] }, time);
        var upload = Wire.Connect(server, Caller.Body(new string('x', 64 * 1024 * 1024)));
        (await time.NextWait()).ShouldBe(TimeSpan.FromSeconds(60));
        upload.IsCompleted.ShouldBeFalse("64 MiB do not fit into the buffers between the two");
        server.Ledger.Totals.Faults["stall-upload"].ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(60));
        await Should.ThrowAsync<System.Net.Sockets.SocketException>(upload);
    }

    [Fact]
    public async Task Every_fault_that_spoils_a_delivery_can_spoil_an_error_too()
    {
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse("503"), FaultRule.Parse("html-body"), FaultRule.Parse("execute-then-reset")] });
        var wire = await Wire.Exchange(server, Question);
        wire.Head.ShouldStartWith("HTTP/1.1 503 ");
        wire.BodyText.ShouldStartWith("<!DOCTYPE html>");
        server.Ledger.Totals.Faults.Keys.Order().ShouldBe(["503", "html-body"]);
    }

    private static async Task<(Wire Wire, Simulator.Accounting.LedgerTotals Totals)> Meet(string fault)
    {
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse(fault)] });
        var wire = await Wire.Exchange(server, Question);
        server.Ledger.Totals.Faults[fault.Split(':')[0]].ShouldBe(1);
        return (wire, server.Ledger.Totals);
    }

    private static long Length(Wire wire) => long.Parse(
        wire.Head.Split("\r\n").Single(line => line.StartsWith("content-length: ", StringComparison.OrdinalIgnoreCase))["content-length: ".Length..]);

    private static byte[] Inflate(string coding, byte[] body, int most)
    {
        using var compressed = new MemoryStream(body);
        using Stream inflating = coding switch
        {
            "gzip" => new GZipStream(compressed, CompressionMode.Decompress),
            "deflate" => new DeflateStream(compressed, CompressionMode.Decompress),
            _ => new BrotliStream(compressed, CompressionMode.Decompress),
        };
        using var inflated = new MemoryStream();
        var buffer = new byte[1_000_000];
        try
        {
            while (inflated.Length < most && inflating.Read(buffer) is > 0 and var read)
                inflated.Write(buffer, 0, (int)Math.Min(read, most - inflated.Length));
        }
        catch (Exception cut) when (cut is InvalidDataException or InvalidOperationException)
        {
            // What came before the cut is what there is.
        }

        return inflated.ToArray();
    }
}
