using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Sending;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Sending;

/// <summary>What tells "never sent" from "perhaps paid": whether the last byte was handed over.</summary>
public sealed class LiveSenderTests
{
    private static readonly Connection Connection = Connection.Resolve(
        "openai/m", "http://127.0.0.1:9/v1", new ProviderCatalog(), name => name == "OPENAI_API_KEY" ? "sk-CANARY-0123456789" : null);

    private readonly ManualTime _time = new();

    private Task<SendReport> SendAsync(ScriptedTransport transport, CancellationToken abort = default) =>
        new LiveSender(new HttpMessageInvoker(transport), Connection, TimeSpan.FromMinutes(1), _time).SendAsync("{}"u8.ToArray(), "k", () => { }, abort);

    [Fact]
    public async Task A_connection_that_takes_too_long_was_never_sent()
    {
        var transport = new ScriptedTransport((_, _) => throw new TaskCanceledException("A connection could not be established", new TimeoutException()));
        (await SendAsync(transport)).Outcome.ShouldBe(new Outcome.NotSent("127.0.0.1:9: no connection in time"));
    }

    [Fact]
    public async Task An_upload_that_stalls_was_never_sent_whole()
    {
        var transport = new ScriptedTransport(async (_, cancellation) =>
        {
            _time.Advance(TimeSpan.FromMinutes(2));
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellation);
            return null!;
        });
        (await SendAsync(transport)).Outcome.ShouldBeOfType<Outcome.NotSent>();
    }

    [Fact]
    public async Task Silence_after_the_last_byte_may_have_been_paid()
    {
        var transport = new ScriptedTransport(async (request, cancellation) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellation);
            _time.Advance(TimeSpan.FromMinutes(2));
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellation);
            return null!;
        });
        (await SendAsync(transport)).Outcome.ShouldBe(new Outcome.TimedOut(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task What_is_given_up_before_the_last_byte_was_never_sent()
    {
        using var abort = new CancellationTokenSource();
        var transport = new ScriptedTransport(async (_, cancellation) =>
        {
            await abort.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
            return null!;
        });
        (await SendAsync(transport, abort.Token)).Outcome.ShouldBe(new Outcome.NotSent("127.0.0.1:9: stopped before it was sent"));
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_last_byte_may_have_been_paid()
    {
        var transport = new ScriptedTransport(async (request, cancellation) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellation);
            throw new HttpRequestException("gone", new IOException("connection reset by peer"));
        });
        (await SendAsync(transport)).Outcome.ShouldBe(new Outcome.ConnectionLost("connection reset by peer"));
    }
}
