using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Faults;

/// <summary>Every fault there is.</summary>
public static class FaultCatalogue
{
    private static readonly Dictionary<string, Fault> Faults = ((IEnumerable<Fault>)
    [
        new Fault.BadCertificate("tls-bad-certificate", "https: a certificate that expired, names another host and is signed by nobody; the ledger tells who took it; decided by order of connection"),
        new Fault.Refused("400", "400 invalid_request_error", FaultRefusals.BadRequest),
        new Fault.Refused("401", "401 invalid_api_key", Refusals.RevokedKey),
        new Fault.Refused("403", "403 unsupported country or permission", FaultRefusals.Forbidden),
        new Fault.Refused("404", "404 model_not_found", FaultRefusals.ModelNotFound),
        new Fault.Refused("408", "408 request timeout", FaultRefusals.RequestTimeout),
        new Fault.Refused("409", "409 state conflict", FaultRefusals.Conflict),
        new Fault.Refused("413", "413 body too large", FaultRefusals.BodyTooLarge),
        new Fault.Refused("422", "422 unprocessable", FaultRefusals.Unprocessable),
        new Fault.Refused("429-rpm", "429 requests per minute, with headers and retry-after (1 s unless delay says)", FaultRefusals.Requests),
        new Fault.Refused("429-tpm", "429 tokens per minute, with headers and retry-after (1 s unless delay says)", FaultRefusals.Tokens),
        new Fault.Refused("429-quota", "429 insufficient_quota: no retry helps", Refusals.NoQuota),
        new Fault.Refused("429-bare", "429 without any header about limits", FaultRefusals.Requests with { Bare = true, RetryAfter = null }),
        new Fault.Refused("429-hours", "429 with a retry-after of 6 h (unless delay says)", FaultRefusals.Requests with { RetryAfter = TimeSpan.FromHours(6) }),
        new Fault.Refused("500", "500 server_error", FaultRefusals.Server(500, "The server had an error while processing your request.")),
        new Fault.Refused("502", "502 bad gateway", FaultRefusals.Server(502, "Bad gateway.")),
        new Fault.Refused("503", "503 overloaded", Refusals.Overloaded),
        new Fault.Refused("504", "504 gateway timeout", FaultRefusals.Server(504, "The upstream did not answer in time.")),
        new Fault.Refused("529", "529 overloaded_error", new Refusal(529, "overloaded_error", "Overloaded")),
        new Fault.Refused("content-filter", "400 content_filter: the prompt is refused", FaultRefusals.ContentFilter),
        new Fault.Refused("context-length", "400 context_length_exceeded", FaultRefusals.ContextLength),
        new Fault.Refused("redirect", "307 to another host name; the ledger tells who followed, and who took the key along", FaultRefusals.Redirect),
        new Fault.Refused("redirect-same-host", "307 to another path of the same host; the ledger tells who followed", FaultRefusals.Redirect with { RedirectHost = "127.0.0.1" }),
        new Fault.Dropped("drop-before-execute", "the connection is reset, nothing was executed"),
        new Fault.Reworded("finish-content-filter", "200 with finish_reason content_filter and no text", "content_filter"),
        new Fault.Reworded("finish-length", "200 with finish_reason length and half the text", "length"),
        new Fault.Spoilt("execute-then-reset", "executed and billed, then the connection is reset", Breakages.Reset, AfterExecution: true, Status: 0),
        new Fault.Spoilt("execute-then-timeout", "executed and billed, then silence (10 min unless delay says)", Breakages.Hang, AfterExecution: true, Status: 0),
        new Fault.Spoilt("execute-then-500", "executed and billed, then 500", Disguises.ServerError, AfterExecution: true, Status: 500),
        new Fault.Spoilt("execute-then-truncate", "executed and billed, then half of the promised body and the end", Breakages.Truncate, AfterExecution: true),
        new Fault.Spoilt("execute-then-garbage", "executed and billed, then 200 with a body that is no JSON", Disguises.Garbage, AfterExecution: true),
        new Fault.StalledUpload("stall-upload", "the request is not read (10 min unless delay says), then the connection is reset; decided by order of arrival"),
        new Fault.SlowHeaders("slow-headers", "the first byte comes late (30 s unless delay says)", TimeSpan.FromSeconds(30)),
        new Fault.Spoilt("slow-body", "the body comes in eight parts (1 s apart unless delay says)", Breakages.SlowBody),
        new Fault.Spoilt("trickle", "the body comes byte by byte (1 s apart unless delay says)", Breakages.Trickle),
        new Fault.Spoilt("wrong-length", "content-length is smaller than the body, whose rest follows as if it were the next answer", Breakages.WrongLength),
        new Fault.Spoilt("truncated-chunked", "chunks without the last one, then the end", Breakages.TruncatedChunked),
        new Fault.Spoilt("close-without-length", "the whole body without length, ended by closing", Breakages.CloseWithoutLength),
        new Fault.Spoilt("close-early", "half of the body without length, ended by closing: only its JSON shows the cut", Breakages.CloseEarly),
        new Fault.Spoilt("wrong-content-type", "the answer under content-type application/octet-stream", Disguises.WrongContentType),
        new Fault.Spoilt("html-body", "a gateway's HTML page in place of the body", Disguises.Html),
        new Fault.Spoilt("wrong-charset", "UTF-8 bytes under charset=utf-16", Disguises.WrongCharset),
        new Fault.Spoilt("byte-order-mark", "a BOM before the body", Disguises.ByteOrderMark),
        new Fault.Spoilt("gzip", "a gzip body that was not asked for", Coding.Gzip.Whole),
        new Fault.Spoilt("broken-gzip", "a gzip body whose second half is missing", Coding.Gzip.Broken),
        new Fault.Spoilt("gzip-bomb", "1 GiB of blanks before the body, in 1 MB of gzip", Coding.Gzip.Bomb),
        new Fault.Spoilt("deflate", "a deflate body that was not asked for", Coding.Deflate.Whole),
        new Fault.Spoilt("broken-deflate", "a deflate body whose second half is missing", Coding.Deflate.Broken),
        new Fault.Spoilt("deflate-bomb", "1 GiB of blanks before the body, in 1 MB of deflate", Coding.Deflate.Bomb),
        new Fault.Spoilt("brotli", "a brotli body that was not asked for", Coding.Brotli.Whole),
        new Fault.Spoilt("broken-brotli", "a brotli body whose second half is missing", Coding.Brotli.Broken),
        new Fault.Spoilt("brotli-bomb", "256 MiB of blanks before the body, in less than 1 KB of brotli", Coding.Brotli.Bomb),
        new Fault.Quirk("sse-split", "stream: every byte sent apart", StreamQuirks.Split),
        new Fault.Quirk("sse-no-done", "stream: no [DONE]", StreamQuirks.NoDone),
        new Fault.Quirk("sse-error", "stream: an error event after half the answer", StreamQuirks.Error),
        new Fault.Quirk("sse-crlf", "stream: CRLF line ends", StreamQuirks.CrLf),
        new Fault.Quirk("sse-cr", "stream: CR line ends", StreamQuirks.Cr),
        new Fault.Quirk("sse-comments", "stream: comment lines between events", StreamQuirks.Comments),
        new Fault.Quirk("sse-cut", "stream: ends well after half the answer, without finish_reason and [DONE]", StreamQuirks.Cut),
        new Fault.Quirk("sse-multi-line", "stream: an event's data over several lines", StreamQuirks.MultiLine),
        new Fault.Quirk("sse-bom", "stream: begins with a BOM", StreamQuirks.ByteOrderMark),
        .. BatchFaults.All,
        .. RowFaults.All,
    ]).ToDictionary(fault => fault.Name, StringComparer.Ordinal);

    /// <summary>The names and what a client sees of each, in the order in which a call can meet them. <c>429</c> stands for <c>429-rpm</c>.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Faults.ToDictionary(f => f.Key, f => f.Value.Summary, StringComparer.Ordinal);

    internal static bool TryFind(string name, out Fault? fault) => Faults.TryGetValue(name == "429" ? "429-rpm" : name, out fault);

    internal static Fault Find(string name) => TryFind(name, out var fault) ? fault! : throw new InvalidOperationException($"fault '{name}' passed the check and is not there");
}
