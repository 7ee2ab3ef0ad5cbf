using System.Text.Json;
using Nightshift.Alerting;
using Nightshift.Model;

namespace Nightshift.Cli.Display;

/// <summary>Alerts and what became of them, for machines.</summary>
internal static class AlertJson
{
    public static void Write(IReadOnlyList<AlertDelivery> deliveries) => JsonOutput.Print(json =>
    {
        json.WriteStartArray();
        foreach (var delivery in deliveries)
            Write(json, delivery);
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, AlertDelivery delivery)
    {
        json.WriteStartObject();
        json.WriteString("id", delivery.MessageId);
        json.WriteString("type", AlertWords.Of(delivery.Alert.Kind));
        json.WriteString("subject", delivery.Alert.Subject);
        json.WriteString("headline", delivery.Alert.Headline);
        json.WriteString("raised_at", delivery.RaisedAt);
        json.WriteString("receiver", delivery.Receiver);
        json.WriteString("state", JsonNamingPolicy.SnakeCaseLower.ConvertName(delivery.State.ToString()));
        json.WriteNumber("tries", delivery.Tries);
        json.WriteTime("next_at", delivery.NextAt);
        json.WriteTime("ended_at", delivery.EndedAt);
        json.WriteString("last_error", delivery.LastError);
        json.WriteEndObject();
    }
}
