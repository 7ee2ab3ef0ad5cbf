using Nightshift.Simulator.Chat;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects;

/// <summary>Answers how many tokens a request would have.</summary>
internal static class TokenCount
{
    /// <summary>Writes <c>{"member":n}</c>, or says why the request is none.</summary>
    public static Refusal? Write(DialectCall call, ParsedChat parsed, string member)
    {
        switch (parsed)
        {
            case ParsedChat.Valid valid:
                call.Json.WriteStartObject();
                call.Json.WriteNumber(member, valid.Request.InputTokens);
                call.Json.WriteEndObject();
                return null;
            case ParsedChat.Refused refused:
                return refused.Refusal;
            default:
                throw new InvalidOperationException("a request is either valid or refused");
        }
    }
}
