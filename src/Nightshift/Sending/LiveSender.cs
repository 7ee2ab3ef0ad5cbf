using System.Net;
using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Protocols;
using Nightshift.Providers;

namespace Nightshift.Sending;

/// <summary>Makes one live call and says what came of it. Never retries by itself: that is the verdict's matter, and a second call may be a second bill.</summary>
internal sealed class LiveSender(HttpMessageInvoker transport, Connection connection, TimeSpan timeout, TimeProvider time)
{
    private readonly Uri _endpoint = connection.Endpoint;

    /// <summary>Sends the body and waits for the whole answer, at most for the time limit.</summary>
    /// <param name="body">The request's bytes.</param>
    /// <param name="idempotencyKey">Names the attempt: a gateway that knows such keys answers a repeated one without a second bill.</param>
    /// <param name="whenWritten">Called when the transport has taken the last byte.</param>
    /// <param name="abort">Gives up at once.</param>
    public async Task<SendReport> SendAsync(ReadOnlyMemory<byte> body, string idempotencyKey, Action whenWritten, CancellationToken abort)
    {
        var started = time.GetUtcNow();
        var stamp = time.GetTimestamp();
        var key = connection.Key;
        using var content = new RequestBody(body, whenWritten);
        using var request = Request(content, key, idempotencyKey);
        using var expiry = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, abort);
        try
        {
            using var response = await transport.SendAsync(request, either.Token);
            var headersAt = time.GetTimestamp();
            var answer = await AnswerBody.ReadAsync(response.Content, either.Token);
            return Read(response, answer, key, started, time.GetElapsedTime(stamp)) with { HeadersAt = headersAt };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            return new SendReport(Failure(e, content.IsWritten, abort), started, time.GetElapsedTime(stamp));
        }
    }

    private Outcome Failure(Exception e, bool isWritten, CancellationToken abort) => e switch
    {
        // A request that has not left whole cannot be acted on, whatever ended it: the connecting that took too long ends here too.
        OperationCanceledException when !isWritten => new Outcome.NotSent(
            $"{connection.BaseAddress.Authority}: {(abort.IsCancellationRequested ? "stopped before it was sent" : "no connection in time")}"),
        OperationCanceledException when abort.IsCancellationRequested => new Outcome.Abandoned(),
        OperationCanceledException => new Outcome.TimedOut(timeout),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new Outcome.NotSent($"{connection.BaseAddress.Authority} by TLS: {Innermost(e)}")
        {
            Cure = "check the address (http:// where the server has no TLS); a certificate of your own authority goes into this machine's store, or on Linux into SSL_CERT_FILE",
        },
        InvalidDataException => new Outcome.ServerFault(e.Message),
        _ when isWritten => new Outcome.ConnectionLost(Innermost(e)),
        _ => new Outcome.NotSent($"{connection.BaseAddress.Authority}: {Innermost(e)}"),
    };

    private SendReport Read(HttpResponseMessage response, ReadOnlyMemory<byte> answer, string? key, DateTimeOffset started, TimeSpan duration)
    {
        var now = time.GetUtcNow();
        // An answer has no time to come again, and reading its headers costs.
        var retryAfter = response.IsSuccessStatusCode ? null
            : RetryAfter.Parse(Header(response, "retry-after-ms"), Header(response, "retry-after"), Header(response, "date"), now);
        var status = (int)response.StatusCode;
        return new SendReport(OutcomeClassifier.Classify(status, answer, retryAfter, connection, key), started, duration)
        {
            Status = status,
            RequestId = Header(response, "x-request-id") is { } id ? Secret.Hide(key, id) : null,
            Limits = SpeaksOfLimits(response) ? RateLimitHeaders.Parse(name => Header(response, name), now) : null,
        };
    }

    private HttpRequestMessage Request(RequestBody content, string? key, string idempotencyKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = content, Version = HttpVersion.Version11 };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        if (key is not null)
            connection.Provider.Protocol.Authorize(request.Headers, key);
        return request;
    }

    private static bool SpeaksOfLimits(HttpResponseMessage response)
    {
        foreach (var header in response.Headers.NonValidated)
        {
            if (RateLimitHeaders.IsOne(header.Key))
                return true;
        }

        return false;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;
}
