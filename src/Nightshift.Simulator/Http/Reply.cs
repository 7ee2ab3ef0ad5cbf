using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace Nightshift.Simulator.Http;

/// <summary>An answer made ready before any of it is sent, so that faults can spoil it. Reused from call to call.</summary>
internal sealed class Reply : IDisposable
{
    public const string Json = "application/json";
    public const string EventStream = "text/event-stream; charset=utf-8";

    public int Status { get; set; } = 200;
    public string ContentType { get; set; } = Json;
    public List<KeyValuePair<string, string>> Headers { get; } = [];
    public ArrayBufferWriter<byte> Body { get; } = new(2048);

    /// <summary>Where a stream is flushed; none sends the body in one piece with its length.</summary>
    public List<int> Flushes { get; } = [];

    public Utf8JsonWriter Writer { get; }

    /// <summary>A file that is the body in place of <see cref="Body"/>.</summary>
    public string? FilePath { get; set; }

    /// <summary>How the provider writes errors.</summary>
    public ErrorShape Errors { get; set; } = ErrorShapes.OpenAI;

    /// <summary>How the provider tells its limits.</summary>
    public LimitStyle Limits { get; set; }

    /// <summary>The id of the call, which some providers repeat in their errors.</summary>
    public string RequestId { get; set; } = "";

    /// <summary>Texts go out as UTF-8 and not as <c>\u</c> escapes: clients must bear both, and this is the harder one.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private Reply() => Writer = new Utf8JsonWriter(Body, new JsonWriterOptions { Encoder = Encoder, SkipValidation = true });

    public void Add(string name, string value) => Headers.Add(new(name, value));

    /// <summary>Takes a file as the body into memory, for faults that spoil it.</summary>
    public void LoadFile()
    {
        if (FilePath is null)
            return;
        Body.Write(File.ReadAllBytes(FilePath));
        FilePath = null;
    }

    public void Dispose() => Writer.Dispose();

    /// <summary>Keeps replies for reuse, except those that one large answer has blown up.</summary>
    public sealed class Policy : PooledObjectPolicy<Reply>
    {
        private const int LargestKept = 256 * 1024;

        public override Reply Create() => new();

        public override bool Return(Reply reply)
        {
            (reply.Status, reply.ContentType) = (200, Json);
            (reply.FilePath, reply.Errors, reply.Limits) = (null, ErrorShapes.OpenAI, LimitStyle.OpenAI);
            reply.Headers.Clear();
            reply.Flushes.Clear();
            reply.Body.ResetWrittenCount();
            reply.Writer.Reset();
            return reply.Body.Capacity <= LargestKept;
        }
    }
}
