using System.Net.Http.Headers;
using System.Text.Json;
using Nightshift.Limits;

namespace Nightshift.Protocols.Batches;

/// <summary>
/// The way to a provider's batch API: address, key, signing, time limits, and the reading of an exchange as an effect. What network and
/// provider do never throws. A request is signed only when it goes to the origin of the base address: other addresses come from answers.
/// </summary>
/// <param name="transport">HTTP: no redirects, no retries of its own.</param>
/// <param name="baseAddress">What the protocol's paths follow on.</param>
/// <param name="readKey">The key as its source has it now; null for none.</param>
/// <param name="authorize">Signs a request with a key.</param>
/// <param name="time">The clock.</param>
public sealed class BatchChannel(
    HttpMessageInvoker transport, Uri baseAddress, Func<string?> readKey, Action<HttpRequestHeaders, string> authorize, TimeProvider time)
{
    private const int MostOfRefusal = 64 * 1024;
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64 };

    /// <summary>Of a request: its address carries its own permission, and it must not get the key, wherever it goes.</summary>
    public static readonly HttpRequestOptionsKey<bool> Presigned = new("Nightshift.Presigned");

    /// <summary>Of a request: a redirect is the answer that was asked for, and is read as a 2xx is. Nobody follows it.</summary>
    public static readonly HttpRequestOptionsKey<bool> AsksForRedirect = new("Nightshift.AsksForRedirect");

    /// <summary>How long a call may take that moves no rows.</summary>
    public static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(60);

    /// <summary>How long a transfer may take.</summary>
    public static readonly TimeSpan TransferLimit = TimeSpan.FromHours(1);

    /// <summary>What the protocol's paths follow on.</summary>
    public Uri BaseAddress { get; } = baseAddress;

    /// <summary>The address of a path behind the base address.</summary>
    /// <param name="path">Begins without a slash; its parts are escaped already.</param>
    public Uri At(string path) => new($"{BaseAddress.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>Makes an exchange and reads its answer.</summary>
    /// <param name="request">What to send; disposed here.</param>
    /// <param name="limit">How long it may take, the reading of the answer included.</param>
    /// <param name="read">What a 2xx says; null when it does not say what it should.</param>
    /// <param name="cancellation">Gives up: the effect is then as unclear as a broken connection's.</param>
    public async Task<Effect<T>> CallAsync<T>(HttpRequestMessage request, TimeSpan limit, Func<ChannelAnswer, T?> read, CancellationToken cancellation)
        where T : class => await ExchangeAsync<T>(request, limit, async (response, stop) =>
        {
            var body = await AnswerBody.ReadAsync(response.Content, stop);
            using var document = body.IsEmpty ? null : JsonDocument.Parse(body, Limits);
            var answer = new ChannelAnswer((int)response.StatusCode, response.Headers, document?.RootElement ?? default);
            return read(answer) is { } value
                ? new Effect<T>.Done(value, response.Headers.Date)
                : new Effect<T>.Unclear($"HTTP {answer.Status} with an answer that does not say what it should");
        }, cancellation);

    /// <summary>Makes an exchange of which only the status counts.</summary>
    /// <inheritdoc cref="CallAsync" path="/param"/>
    public async Task<Effect<None>> CallAsync(HttpRequestMessage request, TimeSpan limit, CancellationToken cancellation) =>
        await ExchangeAsync<None>(request, limit, async (response, stop) =>
        {
            await AnswerBody.ReadAsync(response.Content, stop);
            return new Effect<None>.Done(default, response.Headers.Date);
        }, cancellation);

    /// <summary>Copies an answer's body as it comes; done when all of it came.</summary>
    /// <param name="request">What to send; disposed here.</param>
    /// <param name="to">Where to. A stream that cannot be written to throws: that is the disk's matter.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Effect<long>> DownloadAsync(HttpRequestMessage request, Stream to, CancellationToken cancellation) =>
        DownloadAsync(request, TransferLimit, to, cancellation);

    /// <summary>Copies an answer's body as it comes, within a time; done when all of it came.</summary>
    /// <param name="request">What to send; disposed here.</param>
    /// <param name="limit">How long it may take, to the last byte.</param>
    /// <param name="to">Where to. A stream that cannot be written to throws: that is the disk's matter.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Effect<long>> DownloadAsync(HttpRequestMessage request, TimeSpan limit, Stream to, CancellationToken cancellation) =>
        await ExchangeAsync<long>(request, limit, async (response, stop) =>
        {
            await using var body = await response.Content.ReadAsStreamAsync(stop);
            var target = new DownloadTarget(to);
            await body.CopyToAsync(target, stop);
            return new Effect<long>.Done(target.Written, response.Headers.Date);
        }, cancellation);

    private async Task<Effect<T>> ExchangeAsync<T>(
        HttpRequestMessage request, TimeSpan limit, Func<HttpResponseMessage, CancellationToken, Task<Effect<T>>> read, CancellationToken cancellation)
    {
        using var sent = request;
        var content = request.Content is { } inner ? new WrittenContent(inner) : null;
        request.Content = content;
        if (!Is(request, Presigned) && IsOurs(request.RequestUri!) && readKey() is { } key)
            authorize(request.Headers, key);
        using var expiry = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellation);
        try
        {
            using var response = await transport.SendAsync(request, either.Token);
            return (int)response.StatusCode switch
            {
                >= 200 and < 300 => await read(response, either.Token),
                >= 300 and < 400 when Is(request, AsksForRedirect) => await read(response, either.Token),
                >= 300 and < 500 => new Effect<T>.Refused(new Refusal((int)response.StatusCode, await RefusalAsync(response, either.Token), Wait(response))),
                var status => new Effect<T>.Unclear($"HTTP {status}", Wait(response)),
            };
        }
        catch (DownloadTarget.WriteException e)
        {
            throw e.InnerException!;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or OperationCanceledException or JsonException or InvalidOperationException)
        {
            var place = request.RequestUri!.Authority;
            var why = e is OperationCanceledException ? cancellation.IsCancellationRequested ? "stopped" : $"no answer within {limit.TotalSeconds:0} s" : Innermost(e);
            return content is null or { IsWritten: true } ? new Effect<T>.Unclear($"{place}: {why}") : new Effect<T>.NotSent($"{place}: {why}");
        }
    }

    private bool IsOurs(Uri address) =>
        Uri.Compare(address, BaseAddress, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool Is(HttpRequestMessage request, HttpRequestOptionsKey<bool> option) => request.Options.TryGetValue(option, out var given) && given;

    private TimeSpan? Wait(HttpResponseMessage response) => RetryAfter.Parse(
        Header(response, "retry-after-ms"), Header(response, "retry-after"), Header(response, "date"), time.GetUtcNow());

    private static async Task<ReadOnlyMemory<byte>> RefusalAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await AnswerBody.ReadAsync(response.Content, cancellation);
        return body.Length > MostOfRefusal ? body[..MostOfRefusal] : body;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;
}
