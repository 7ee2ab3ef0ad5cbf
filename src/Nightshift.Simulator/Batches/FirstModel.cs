using System.Text.Json;

namespace Nightshift.Simulator.Batches;

/// <summary>The model that an input's first row names, for rules that look at models before anything is validated.</summary>
internal static class FirstModel
{
    public static string? Of(BatchOrder order)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonLines.Read(order.Input!.Path).FirstOrDefault(line => line.Length > 0));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && order.Format.Read(document.RootElement, order).Body is { ValueKind: JsonValueKind.Object } body
                && body.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String
                ? model.GetString()
                : null;
        }
        catch (JsonException)
        {
            // The look at the input tells what is wrong with it.
            return null;
        }
    }
}
