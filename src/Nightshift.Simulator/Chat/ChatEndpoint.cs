using System.Text.Json;
using Nightshift.Simulator.Endpoints;

namespace Nightshift.Simulator.Chat;

/// <summary>Chat completions.</summary>
internal sealed class ChatEndpoint : Endpoint
{
    public override string IdPrefix => "chatcmpl-";

    public override void Write(Utf8JsonWriter json, Completion completion) => CompletionJson.Write(json, completion);

    protected override ParsedChat Read(JsonElement body, string? model) => ChatRequestParser.Read(body, model);
}
