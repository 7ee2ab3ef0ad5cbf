using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Protocols.Batches.Gemini;

/// <summary>
/// Google's resumable upload: a start, which names an address, then chunks to it. There is a file only when the last chunk has come, so
/// that what breaks off before it has no effect.
/// </summary>
internal static class GeminiUpload
{
    // As python-genai has it (2026-08); Google wants multiples of 256 KB.
    private const int ChunkBytes = 8 * 1024 * 1024;
    private const string JsonLines = "application/jsonl";

    public static async Task<Effect<RemoteFile>> SendAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation)
    {
        var started = await StartAsync(channel, file, cancellation);
        if (started is not Effect<Uri>.Done { Value: var session })
            return started.FailedEarly<Uri, RemoteFile>();
        var sent = 0L;
        for (; file.Bytes - sent > ChunkBytes; sent += ChunkBytes)
        {
            var chunk = await channel.CallAsync(Chunk(session, file, sent, ChunkBytes, "upload"), BatchChannel.TransferLimit, cancellation);
            if (chunk is not Effect<None>.Done)
                return chunk.FailedEarly<None, RemoteFile>();
        }

        return await channel.CallAsync(Chunk(session, file, sent, file.Bytes - sent, "upload, finalize"), BatchChannel.TransferLimit,
            answer => GeminiFiles.Read(Json.Member(answer.Body, "file")), cancellation);
    }

    private static Task<Effect<Uri>> StartAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, GeminiFiles.Beside(channel, "upload", "files"))
        {
            Content = JsonContent.Create(new JsonObject { ["file"] = new JsonObject { ["displayName"] = file.Name, ["mimeType"] = JsonLines } }),
        };
        request.Headers.Add("X-Goog-Upload-Protocol", "resumable");
        request.Headers.Add("X-Goog-Upload-Command", "start");
        request.Headers.Add("X-Goog-Upload-Header-Content-Length", file.Bytes.ToString());
        request.Headers.Add("X-Goog-Upload-Header-Content-Type", JsonLines);
        return channel.CallAsync(request, BatchChannel.CallLimit,
            answer => Uri.TryCreate(answer.Header("x-goog-upload-url"), UriKind.Absolute, out var session) && session.Scheme is "http" or "https" ? session : null, cancellation);
    }

    private static HttpRequestMessage Chunk(Uri session, SpoolFile file, long from, long length, string command)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, session) { Content = new SpoolSlice(file, from, length) };
        request.Headers.Add("X-Goog-Upload-Command", command);
        request.Headers.Add("X-Goog-Upload-Offset", from.ToString());
        return request;
    }
}
