using System.Net.Http.Headers;

namespace Nightshift.Protocols.Batches;

/// <summary>An upload as a multipart form, its file streamed from the disk.</summary>
internal static class UploadForm
{
    private const int BufferSize = 128 * 1024;

    /// <summary>The fields in their order, then the file under <c>file</c>.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static MultipartFormDataContent Of(SpoolFile file, string mediaType, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var form = Of(fields);
        var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var content = new StreamContent(stream, BufferSize) { Headers = { ContentType = new(mediaType) } };
        form.Add(Part(content, "file", file.Name));
        return form;
    }

    /// <summary>The fields in their order, and no file.</summary>
    public static MultipartFormDataContent Of(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var boundary = $"nightshift-{Guid.NewGuid():N}";
        var form = new MultipartFormDataContent(boundary);
        // .NET quotes the boundary and leaves the names bare, the other way round than everybody; strict parsers refuse that (undici, 2026-11).
        form.Headers.ContentType!.Parameters.Single().Value = boundary;
        foreach (var (name, value) in fields)
            form.Add(Part(new StringContent(value) { Headers = { ContentType = null } }, name));
        return form;
    }

    private static HttpContent Part(HttpContent content, string name, string? fileName = null)
    {
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"", FileName = fileName is null ? null : $"\"{fileName}\"" };
        return content;
    }
}
