using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects;

/// <summary>The ways to receive a body. Large ones go to disk as they come.</summary>
internal static class Bodies
{
    private const int BufferSize = 128 * 1024;
    private const int LongestField = 64 * 1024;

    /// <summary>No body, or one that says nothing.</summary>
    public static Task<Refusal?> None(DialectCall call)
    {
        call.Hash = HashOf(SHA256.HashData(Encoding.UTF8.GetBytes(call.Http.Request.Method + call.Http.Request.Path.Value)));
        return Task.FromResult<Refusal?>(null);
    }

    /// <summary>A small JSON object.</summary>
    public static async Task<Refusal?> Json(DialectCall call)
    {
        var most = call.Provider.Options.MaxBodyBytes;
        if (await RequestBody.Read(call.Http.Request, most, call.Gone) is not { } body)
            return Refusals.TooLarge(most);
        try
        {
            var document = JsonDocument.Parse(body);
            call.Hash = HashOf(SHA256.HashData(Encoding.UTF8.GetBytes(document.RootElement.GetRawText())));
            call.Take(document);
            return document.RootElement.ValueKind == JsonValueKind.Object ? null : Refusals.BadJson;
        }
        catch (JsonException)
        {
            return Refusals.BadJson;
        }
        finally
        {
            RequestBody.Release(call.Http.Request, body);
        }
    }

    /// <summary>A raw body to disk.</summary>
    public static async Task<Refusal?> Raw(DialectCall call)
    {
        call.Spooled = await SpoolAsync(call, call.Http.Request.Body, name: null);
        call.Hash = HashOf(call.Spooled.Sha256);
        return null;
    }

    /// <summary>A JSON object with many items in one array: the items go to disk.</summary>
    public static Func<DialectCall, Task<Refusal?>> Items(params string[] path) => async call =>
    {
        var file = call.Provider.Spool.NewPath();
        try
        {
            await using (var lines = Spool.Create(file))
                call.Take(await InlineRequests.Split(call.Http.Request.Body, path, lines, call.Gone));
            call.Spooled = new(file, name: null, new FileInfo(file).Length, ResultWriter.Hash(file));
            call.Hash = HashOf(call.Spooled.Sha256);
            return call.Body.ValueKind == JsonValueKind.Object ? null : Refusals.BadJson;
        }
        catch (JsonException)
        {
            File.Delete(file);
            return Refusals.BadJson;
        }
    };

    /// <summary>A multipart form: its fields to memory, its one file to disk.</summary>
    public static async Task<Refusal?> Form(DialectCall call)
    {
        if (!MediaTypeHeaderValue.TryParse(call.Http.Request.ContentType, out var type) || !type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            return Refusal.Invalid("The request must be multipart/form-data.");
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), call.Http.Request.Body, BufferSize);
        try
        {
            while (await reader.ReadNextSectionAsync(call.Gone) is { } section)
            {
                // The .NET client leaves names unquoted and adds filename* (OpenAI 2.15.0): both forms are fine.
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                    continue;
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
                if (name == "file" || fileName.HasValue)
                    call.Spooled = await SpoolAsync(call, section.Body, HeaderUtilities.RemoveQuotes(fileName).ToString());
                else
                    call.Fields[name] = await Field(section.Body, call.Gone);
            }
        }
        catch (InvalidDataException)
        {
            return Refusal.Invalid("The form could not be read.");
        }

        call.Hash = call.Spooled is { } spooled ? HashOf(spooled.Sha256) : HashOf(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', call.Fields.Values))));
        return null;
    }

    private static async Task<SpooledBody> SpoolAsync(DialectCall call, Stream body, string? name)
    {
        var path = call.Provider.Spool.NewPath();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var bytes = 0L;
        try
        {
            await using var file = Spool.Create(path);
            for (int read; (read = await body.ReadAsync(buffer, call.Gone)) > 0; bytes += read)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                file.Write(buffer.AsSpan(0, read));
            }
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        return new(path, name, bytes, hash.GetHashAndReset());
    }

    private static async Task<string> Field(Stream body, CancellationToken cancellation)
    {
        var buffer = new byte[LongestField];
        var read = await body.ReadAtLeastAsync(buffer, LongestField, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    public static ulong HashOf(byte[] sha256) => BinaryPrimitives.ReadUInt64LittleEndian(sha256);
}
