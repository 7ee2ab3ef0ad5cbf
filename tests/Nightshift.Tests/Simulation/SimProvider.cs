using System.Globalization;
using System.Net;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Simulation;

/// <summary>The model provider, and the network before it. It runs on when its clients die, and keeps the books.</summary>
internal sealed class SimProvider(SimProcess world, ManualTime time, SimChaos chaos, SimOracle oracle)
{
    /// <summary>How long the engine waits for an answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>The longest Retry-After that is ever asked for.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(3);

    public HttpMessageHandler TransportFor(SimProcess process) => new Handler(this, process);

    private async Task<HttpResponseMessage> CarryAsync(SimProcess client, HttpRequestMessage request, CancellationToken gone)
    {
        var fate = chaos.NextFate();
        if (fate != Fate.Answered)
            chaos.Count($"call: {fate}");
        var key = request.Headers.GetValues("Idempotency-Key").Single();
        var answered = false;
        try
        {
            await Task.Delay(Seconds(0.001, fate == Fate.NotConnected ? 2 : 0.05), client.Time, gone);
            if (fate == Fate.NotConnected)
                throw new HttpRequestException("connection refused");
            using var buffer = new MemoryStream();
            await request.Content!.CopyToAsync(buffer, gone);
            var response = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
            using var hangUp = gone.Register(() => response.TrySetCanceled(gone));
            var call = SimCall.Read(key, buffer.ToArray(), fate);
            oracle.Leaves(call);
            world.Post(_ => Arrive(call, client, response), null);
            var came = await response.Task;
            answered = (int)came.StatusCode is 400 or 401
                || (came.IsSuccessStatusCode && fate is not (Fate.Garbage or Fate.ResetInBody or Fate.CutBody));
            return came;
        }
        finally
        {
            oracle.Over(key, answered);
        }
    }

    private async void Arrive(SimCall call, SimProcess client, TaskCompletionSource<HttpResponseMessage> response)
    {
        await Task.Delay(Seconds(0.001, 0.5), time);
        if (call.Fate == Fate.LostBeforeExecution)
        {
            response.TrySetException(new HttpRequestException("connection reset before the headers"));
            return;
        }

        oracle.Arrives(call);
        await Task.Delay(call.Fate switch
        {
            Fate.AnsweredLate => Seconds(5, 18),
            Fate.AnsweredTooLate => Seconds(21, 90),
            _ => Seconds(0.02, 2),
        }, time);
        try
        {
            response.TrySetResult(Answer(call, client));
        }
        catch (HttpRequestException broken)
        {
            response.TrySetException(broken);
        }

        if (call.Billed is not null)
            oracle.Bills(call);
    }

    private HttpResponseMessage Answer(SimCall call, SimProcess client)
    {
        if (chaos.KeyIsRefused)
        {
            chaos.Count("call: refused key");
            return SimReplies.Error(HttpStatusCode.Unauthorized, "invalid_api_key", "wrong key");
        }

        switch (call.Fate)
        {
            case Fate.FaultBeforeExecution:
                return SimReplies.Error(HttpStatusCode.BadGateway, "bad_gateway", "the gateway failed");
            case Fate.Throttled:
                return SimReplies.Error(HttpStatusCode.TooManyRequests, "rate_limit_exceeded", "slow down");
            case Fate.ThrottledWithWait:
                return Waiting(SimReplies.Error(HttpStatusCode.TooManyRequests, "rate_limit_exceeded", "slow down"));
            case Fate.Unavailable:
                return Waiting(SimReplies.Error(HttpStatusCode.ServiceUnavailable, "unavailable", "in a moment"));
            case Fate.Overloaded:
                return SimReplies.Error((HttpStatusCode)529, "overloaded_error", "too busy");
        }

        var good = SimReplies.Execute(call);
        if (call.Billed is null)
            return good;
        return call.Fate switch
        {
            Fate.ResetAfterExecution => throw new HttpRequestException("connection reset by peer"),
            Fate.FaultAfterExecution => SimReplies.Error(HttpStatusCode.InternalServerError, "server_error", "it failed"),
            Fate.Garbage => SimReplies.Garbage(),
            Fate.ResetInBody => SimReplies.Through(good, bytes => Body(bytes, bytes.Length / 2, breaks: true, client)),
            Fate.CutBody => SimReplies.Through(good, bytes => Body(bytes, bytes.Length / 2, breaks: false, client)),
            Fate.AnsweredSlowly => SimReplies.Through(good, bytes => Body(bytes, bytes.Length, breaks: false, client)),
            _ => good,
        };
    }

    private SimBody Body(byte[] bytes, int upTo, bool breaks, SimProcess client) =>
        new(bytes, upTo, breaks, gone => Task.Delay(Seconds(0.01, 6), client.Time, gone));

    private HttpResponseMessage Waiting(HttpResponseMessage response)
    {
        var seconds = chaos.Happens(0.2) ? LongestWait.TotalSeconds : chaos.Between(0.5, 20);
        oracle.AsksToWait(TimeSpan.FromSeconds(seconds + 1));
        if (chaos.Happens(0.5))
            response.Headers.TryAddWithoutValidation("retry-after-ms", (seconds * 1000).ToString("0", CultureInfo.InvariantCulture));
        else
            response.Headers.TryAddWithoutValidation("retry-after", Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture));
        return response;
    }

    private TimeSpan Seconds(double from, double to) => TimeSpan.FromSeconds(chaos.Between(from, to));

    private sealed class Handler(SimProvider provider, SimProcess client) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            provider.CarryAsync(client, request, cancellationToken);
    }
}
