using Microsoft.AspNetCore.Http;

namespace Nightshift.Simulator.Http;

/// <summary>Writes a refusal in the provider's shape.</summary>
internal static class ErrorReply
{
    /// <summary>With the headers that are the refusal's own: how long to wait, where else to go.</summary>
    public static void Write(Reply reply, Refusal refusal, HttpContext http)
    {
        Write(reply, refusal);
        if (refusal.RetryAfter is { } wait)
            LimitHeaders.AddRetryAfter(reply, wait);
        if (refusal.RedirectHost is { } host)
            reply.Add("location", $"http://{host}:{http.Connection.LocalPort}{Routes.RedirectedPrefix}{http.Request.Path}");
    }

    public static void Write(Reply reply, Refusal refusal)
    {
        reply.Status = refusal.Status;
        reply.ContentType = Reply.Json;
        reply.FilePath = null;
        reply.Flushes.Clear();
        reply.Body.ResetWrittenCount();
        var json = reply.Writer;
        json.Reset();
        reply.Errors(json, refusal, reply.RequestId);
        json.Flush();
    }
}
