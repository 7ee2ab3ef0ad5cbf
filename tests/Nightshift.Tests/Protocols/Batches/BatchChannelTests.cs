using System.Text;
using Nightshift.Protocols.Batches;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Protocols.Batches;

/// <summary>How an exchange is read as an effect, at each point where it can end.</summary>
public sealed class BatchChannelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_2xx_that_can_be_read_is_done_and_tells_the_providers_time()
    {
        var channel = ScriptedChannel.Saying(201, """{"id":"a"}""", ("date", "Sat, 21 Nov 2026 10:00:00 GMT"));
        var done = (await CallAsync(channel)).ShouldBeOfType<Effect<string>.Done>();
        done.Value.ShouldBe("a");
        done.ServerTime.ShouldBe(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"id":""")]
    [InlineData("<html>")]
    [InlineData("""{"id":"\ud800"}""")]
    public async Task A_2xx_that_does_not_say_what_it_should_is_unclear(string body) =>
        (await CallAsync(ScriptedChannel.Saying(200, body))).ShouldBeOfType<Effect<string>.Unclear>();

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(429)]
    public async Task A_whole_answer_that_says_no_is_refused(int status)
    {
        var refusal = (await CallAsync(ScriptedChannel.Saying(status, "no", ("retry-after", "7")))).ShouldBeOfType<Effect<string>.Refused>().Refusal;
        (refusal.Status, Encoding.UTF8.GetString(refusal.Body.Span), refusal.RetryAfter).ShouldBe((status, "no", TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public async Task A_long_refusal_is_cut()
    {
        var refused = (await CallAsync(ScriptedChannel.Saying(400, new string('x', 100_000)))).ShouldBeOfType<Effect<string>.Refused>();
        refused.Refusal.Body.Length.ShouldBe(64 * 1024);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(529)]
    public async Task A_server_error_is_unclear_and_tells_how_long_to_wait(int status) =>
        (await CallAsync(ScriptedChannel.Saying(status, "", ("retry-after-ms", "1500")))).ShouldBeOfType<Effect<string>.Unclear>()
            .RetryAfter.ShouldBe(TimeSpan.FromSeconds(1.5));

    [Fact]
    public async Task What_breaks_before_the_last_byte_left_is_not_sent()
    {
        var channel = ScriptedChannel.Answering((_, _) => throw new HttpRequestException("refused", new IOException("Connection refused")));
        (await CallAsync(channel)).ShouldBeOfType<Effect<string>.NotSent>().Message.ShouldBe("api.example: Connection refused");
    }

    [Fact]
    public async Task What_breaks_behind_the_last_byte_is_unclear()
    {
        var channel = ScriptedChannel.Answering(async (request, cancellation) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellation);
            throw new HttpRequestException("reset", new IOException("Connection reset by peer"));
        });
        (await CallAsync(channel)).ShouldBeOfType<Effect<string>.Unclear>().Message.ShouldBe("api.example: Connection reset by peer");
    }

    [Fact]
    public async Task A_call_without_a_body_that_breaks_is_unclear()
    {
        var channel = ScriptedChannel.Answering((_, _) => throw new HttpRequestException("refused"));
        using var request = new HttpRequestMessage(HttpMethod.Get, channel.At("batches"));
        (await channel.CallAsync(request, BatchChannel.CallLimit, Cancellation)).ShouldBeOfType<Effect<None>.Unclear>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_limit_of_time_ends_it(bool isWritten)
    {
        var time = new ManualTime();
        var arrived = new TaskCompletionSource();
        var channel = ScriptedChannel.Answering(async (request, cancellation) =>
        {
            if (isWritten)
                await request.Content!.CopyToAsync(Stream.Null, cancellation);
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            throw new InvalidOperationException("waits for ever");
        }, time);
        var call = CallAsync(channel);
        await arrived.Task;
        time.Advance(BatchChannel.CallLimit);
        var effect = await call;
        if (isWritten)
            effect.ShouldBeOfType<Effect<string>.Unclear>().Message.ShouldBe("api.example: no answer within 60 s");
        else
            effect.ShouldBeOfType<Effect<string>.NotSent>();
    }

    [Fact]
    public async Task Whoever_gives_up_does_not_know_what_came_of_it()
    {
        using var stop = new CancellationTokenSource();
        var channel = ScriptedChannel.Answering(async (request, cancellation) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellation);
            stop.Cancel();
            cancellation.ThrowIfCancellationRequested();
            throw new InvalidOperationException("was not stopped");
        });
        (await CallAsync(channel, cancellation: stop.Token)).ShouldBeOfType<Effect<string>.Unclear>().Message.ShouldBe("api.example: stopped");
    }

    [Theory]
    [InlineData("https://api.example/v1/batches", true)]
    [InlineData("https://API.EXAMPLE:443/other", true)]
    [InlineData("http://api.example/v1/batches", false)]
    [InlineData("https://api.example:8443/v1", false)]
    [InlineData("https://store.example/upload?sig=x", false)]
    [InlineData("https://api.example.evil.example/v1", false)]
    public async Task Only_requests_to_the_origin_of_the_base_address_are_signed(string address, bool isSigned)
    {
        var signed = false;
        var channel = ScriptedChannel.Answering((request, _) =>
        {
            signed = request.Headers.Contains("Authorization");
            return Task.FromResult(ScriptedChannel.Answer(200, new StringContent("")));
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        await channel.CallAsync(request, BatchChannel.CallLimit, Cancellation);
        signed.ShouldBe(isSigned);
    }

    [Fact]
    public async Task The_key_is_read_anew_for_each_request_and_none_is_none()
    {
        string? key = null;
        var seen = new List<string?>();
        var channel = ScriptedChannel.Answering((request, _) =>
        {
            seen.Add(request.Headers.Authorization?.Parameter);
            return Task.FromResult(ScriptedChannel.Answer(200, new StringContent("")));
        }, readKey: () => key);
        await CallAsync(channel);
        key = "rotated";
        await CallAsync(channel);
        seen.ShouldBe([null, "rotated"]);
    }

    [Fact]
    public async Task A_download_is_copied_as_it_comes()
    {
        using var to = new MemoryStream();
        (await DownloadAsync(new ByteArrayContent([1, 2, 3]), to)).ShouldBeOfType<Effect<long>.Done>().Value.ShouldBe(3);
        to.ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_download_that_breaks_off_is_unclear()
    {
        using var to = new MemoryStream();
        using var from = new BreakingStream();
        (await DownloadAsync(new StreamContent(from), to)).ShouldBeOfType<Effect<long>.Unclear>().Message.ShouldContain("ended early");
        to.Length.ShouldBe(4);
    }

    [Fact]
    public async Task A_download_that_is_refused_writes_nothing()
    {
        using var to = new MemoryStream();
        (await DownloadAsync(new StringContent("gone"), to, 404)).ShouldBeOfType<Effect<long>.Refused>();
        to.Length.ShouldBe(0);
    }

    [Fact]
    public async Task A_fault_of_the_disk_passes_through()
    {
        using var to = new FullDisk();
        (await Should.ThrowAsync<IOException>(() => DownloadAsync(new ByteArrayContent(new byte[100]), to))).Message.ShouldBe("No space left on device");
    }

    [Theory]
    [InlineData("https://api.example/v1", "batches/a%2Fb", "https://api.example/v1/batches/a%2Fb")]
    [InlineData("https://api.example/v1/", "files", "https://api.example/v1/files")]
    public void Paths_follow_on_the_base_address(string baseAddress, string path, string expected)
    {
        using var transport = new HttpMessageInvoker(new HttpClientHandler());
        new BatchChannel(transport, new Uri(baseAddress), () => null, (_, _) => { }, TimeProvider.System).At(path).AbsoluteUri.ShouldBe(expected);
    }

    private static Task<Effect<string>> CallAsync(BatchChannel channel, CancellationToken? cancellation = null) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Post, channel.At("batches")) { Content = new StringContent("{}") }, BatchChannel.CallLimit,
        answer => answer.Body.ValueKind == System.Text.Json.JsonValueKind.Object && answer.Body.TryGetProperty("id", out var id) ? id.GetString() : null,
        cancellation ?? Cancellation);

    private static Task<Effect<long>> DownloadAsync(HttpContent content, Stream to, int status = 200)
    {
        var channel = ScriptedChannel.Answering((_, _) => Task.FromResult(ScriptedChannel.Answer(status, content)));
        return channel.DownloadAsync(new HttpRequestMessage(HttpMethod.Get, channel.At("files/a/content")), to, Cancellation);
    }

    private sealed class BreakingStream : MemoryStream
    {
        private int _reads;

        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => _reads++ == 0 ? 4 : throw new IOException("the answer ended early");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read([], 0, 0));
    }

    private sealed class FullDisk : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("No space left on device");
    }
}
