using System.Text;
using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Alerting;

/// <summary>An alert as its receivers read it.</summary>
internal static class AlertBody
{
    /// <summary>For programs: <c>{"type","timestamp","data":{…}}</c>, as Standard Webhooks have it.</summary>
    public static byte[] Json(Alert alert, DateTimeOffset raisedAt) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("type", AlertWords.Of(alert.Kind));
        json.WriteString("timestamp", AlertText.Moment(raisedAt));
        json.WriteStartObject("data");
        json.WriteString("subject", alert.Subject);
        json.WriteString("headline", alert.Headline);
        json.WriteStartArray("lines");
        foreach (var line in alert.Lines)
            json.WriteStringValue(line);
        json.WriteEndArray();
        json.WritePropertyName("details");
        json.WriteRawValue(alert.Data);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>For Slack and what speaks like it. Its three control characters are escaped, so that no name calls a channel or hides a link.</summary>
    public static byte[] Slack(Alert alert) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("text", string.Join('\n', [$"*{Escape(alert.Headline).Replace('*', '∗')}*", .. alert.Lines.Select(Escape)]));
        json.WriteEndObject();
    });

    /// <summary>For people.</summary>
    public static string Text(Alert alert) => string.Join("\n", [alert.Headline, .. alert.Lines]) + "\n";

    /// <summary>An object as JSON text.</summary>
    public static string Details(Action<Utf8JsonWriter> members) => Encoding.UTF8.GetString(Write(json =>
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    }));

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            write(json);
        return stream.ToArray();
    }
}
