using System.Globalization;
using Nightshift.Cli.Display.Pages;
using Nightshift.Model;

namespace Nightshift.Cli.Display;

/// <summary>Alerts and what became of them.</summary>
internal static class AlertTable
{
    private const int Widest = 160;

    /// <summary>The lines.</summary>
    /// <param name="deliveries">In order.</param>
    /// <param name="now">What tells what is due from what waits.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<AlertDelivery> deliveries, DateTimeOffset now, int width)
    {
        PageColumn[] columns = [new("Raised", "raised_at"), new("To", "receiver"), new("State", "state"), new("Tries", "tries"), new("What", "headline") { IsProse = true }];
        return new TerminalTable(new PageSection("Alerts", columns, [.. deliveries.Select(delivery => Row(delivery, now))]), Math.Min(width, Widest), new BarText(hasBlocks: false)).Lines();
    }

    private static Cell[] Row(AlertDelivery delivery, DateTimeOffset now) =>
    [
        new Cell.Text(Local(delivery.RaisedAt)), new Cell.Text(delivery.Receiver), new Cell.Text(State(delivery, now)), new Cell.Count(delivery.Tries),
        new Cell.Text(delivery.Alert.Headline + (delivery is { State: not DeliveryState.Delivered, LastError: { } error } ? $" Not taken: {error}." : "")),
    ];

    private static string State(AlertDelivery delivery, DateTimeOffset now) => delivery.State switch
    {
        DeliveryState.Waiting when delivery.NextAt > now => "again " + delivery.NextAt.Value.ToLocalTime().ToString("HH:mm", CultureInfo.InvariantCulture),
        DeliveryState.Waiting => "due",
        DeliveryState.Trying => "trying",
        DeliveryState.Delivered => "delivered",
        DeliveryState.GivenUp => "given up",
        _ => throw new ArgumentOutOfRangeException(nameof(delivery), delivery.State, "not a state"),
    };

    private static string Local(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
