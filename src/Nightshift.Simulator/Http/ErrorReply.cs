namespace Nightshift.Simulator.Http;

/// <summary>Writes a refusal in the provider's shape.</summary>
internal static class ErrorReply
{
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
