namespace Nightshift.Simulator.Http;

/// <summary>Writes a refusal in OpenAI's shape: <c>{"error":{"message","type","param","code"}}</c>.</summary>
internal static class ErrorReply
{
    public static void Write(Reply reply, Refusal refusal)
    {
        reply.Status = refusal.Status;
        reply.ContentType = Reply.Json;
        reply.Flushes.Clear();
        reply.Body.ResetWrittenCount();
        var json = reply.Writer;
        json.Reset();
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, refusal.Message);
        json.WriteString("type"u8, refusal.Type);
        json.WriteString("param"u8, refusal.Param);
        json.WriteString("code"u8, refusal.Code);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }
}
