using System.Globalization;
using Nightshift.Alerting.Outbound;
using Nightshift.Model;

namespace Nightshift.Alerting.Receivers;

/// <summary>Hands one alert to one receiver, once.</summary>
/// <param name="environment">Looks up the variables that hold secrets, at each try: one that was set meanwhile is taken up.</param>
/// <param name="lookup">What the network says.</param>
/// <param name="time">The clock.</param>
internal sealed class Courier(Func<string, string?> environment, NameLookup lookup, TimeProvider time)
{
    private readonly HttpPost _post = new(lookup, time);
    private readonly CommandCourier _commands = new(time);
    private readonly EmailCourier _mails = new(environment, time);

    /// <summary>Hands it over; throws nothing but <see cref="OperationCanceledException"/>, when stopped.</summary>
    public Task<Arrival> HandOverAsync(AlertReceiver receiver, AlertDelivery delivery, CancellationToken stop) => receiver.Route switch
    {
        AlertRoute.Webhook webhook => PostAsync(webhook, delivery, stop),
        AlertRoute.Slack slack => PostAsync(slack, delivery, stop),
        AlertRoute.Email email => _mails.SendAsync(email, delivery, stop),
        AlertRoute.Command command => _commands.RunAsync(command, AlertBody.Json(delivery.Alert, delivery.RaisedAt), stop),
        _ => throw new InvalidOperationException($"not a route: {receiver.Route}"),
    };

    private async Task<Arrival> PostAsync(AlertRoute.Webhook webhook, AlertDelivery delivery, CancellationToken stop)
    {
        var body = AlertBody.Json(delivery.Alert, delivery.RaisedAt);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var headers = new List<(string, string)> { ("webhook-id", delivery.MessageId), ("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture)) };
        if (webhook.SecretVariable is { } variable)
        {
            if (environment(variable) is not { Length: > 0 } secret)
                return new Arrival.NotTaken($"{variable} is not set: it holds the secret that signs");
            if (WebhookSignature.KeyOf(secret) is not { } key)
                return new Arrival.NotTaken($"{variable} holds no secret: that is whsec_ and base64");
            headers.Add(("webhook-signature", WebhookSignature.Of(key, delivery.MessageId, timestamp, body)));
        }

        return await _post.SendAsync(webhook.Address, webhook.Allowance, body, headers, stop);
    }

    private async Task<Arrival> PostAsync(AlertRoute.Slack slack, AlertDelivery delivery, CancellationToken stop)
    {
        if (environment(slack.AddressVariable) is not { Length: > 0 } text)
            return new Arrival.NotTaken($"{slack.AddressVariable} is not set: it holds the address of the incoming webhook");
        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address)
            ? await _post.SendAsync(address, slack.Allowance, AlertBody.Slack(delivery.Alert), [], stop)
            : new Arrival.NotTaken($"{slack.AddressVariable} holds no address");
    }
}
