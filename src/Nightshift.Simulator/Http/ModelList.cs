using Nightshift.Simulator.Answers;

namespace Nightshift.Simulator.Http;

/// <summary>Writes <c>GET /models</c> and <c>GET /models/{name}</c>; every name is a model, since every name answers.</summary>
internal static class ModelList
{
    public static void Write(Reply reply, string? name)
    {
        var json = reply.Writer;
        if (name is not null)
        {
            Model(json, name);
        }
        else
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var model in Answering.Models)
                Model(json, model);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.Flush();
    }

    private static void Model(System.Text.Json.Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, name);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, 0);
        json.WriteString("owned_by"u8, "simulator"u8);
        json.WriteEndObject();
    }
}
