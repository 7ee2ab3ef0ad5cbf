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

    /// <summary>Texts go out as UTF-8 and not as <c>\u</c> escapes: clients must bear both, and this is the harder one.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private Reply() => Writer = new Utf8JsonWriter(Body, new JsonWriterOptions { Encoder = Encoder, SkipValidation = true });

    public void Add(string name, string value) => Headers.Add(new(name, value));

    public void Dispose() => Writer.Dispose();

    /// <summary>Keeps replies for reuse, except those that one large answer has blown up.</summary>
    public sealed class Policy : PooledObjectPolicy<Reply>
    {
        private const int LargestKept = 256 * 1024;

        public override Reply Create() => new();

        public override bool Return(Reply reply)
        {
            (reply.Status, reply.ContentType) = (200, Json);
            reply.Headers.Clear();
            reply.Flushes.Clear();
            reply.Body.ResetWrittenCount();
            reply.Writer.Reset();
            return reply.Body.Capacity <= LargestKept;
        }
    }
}
