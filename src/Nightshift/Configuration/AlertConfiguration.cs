using System.Globalization;
using Nightshift.Alerting;
using Nightshift.Model;

namespace Nightshift.Configuration;

/// <summary>Makes receivers of alerts of what a configuration says about them. Secrets stand in it by reference only.</summary>
internal static class AlertConfiguration
{
    private const int LongestName = 40;

    /// <summary>The receivers.</summary>
    /// <exception cref="ConfigurationException">One cannot be so; the message says what can.</exception>
    public static IReadOnlyList<AlertReceiver> Read(string path, IReadOnlyList<AlertShape?> shapes)
    {
        var receivers = shapes.Select((shape, place) => Read(path, place, shape ?? new())).ToList();
        return receivers.GroupBy(receiver => receiver.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { Key: var name }
            ? throw new ConfigurationException($"{path}: two receivers of alerts are called '{name}'; give each a name of its own")
            : receivers;
    }

    private static AlertReceiver Read(string path, int place, AlertShape shape)
    {
        if (shape.Name is not { Length: > 0 and <= LongestName } name || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
            throw new ConfigurationException($"{path}: receiver {place + 1} of alerts needs a name of letters, digits, - and _, such as name: ops; what waits for it is kept under that name");
        var where = $"{path}: the receiver '{name}' of alerts";
        return new AlertReceiver(name, AlertRouteConfiguration.Read(where, shape))
        {
            On = shape.On is { Words.Count: > 0 } on ? on.Words.Select(word => KindOf(where, word)).ToHashSet() : null,
            Tag = shape.Tag,
            Job = shape.Job,
            FailedOver = shape.FailedOver switch
            {
                null => new AlertReceiver(name, new AlertRoute.Command([])).FailedOver,
                >= 0 and < 1 and var share => share,
                var other => throw new ConfigurationException(string.Create(
                    CultureInfo.InvariantCulture, $"{where} has a failed_over of {other}; give the share of failed rows, 0 or more and less than 1, such as 0.05")),
            },
        };
    }

    private static AlertKind KindOf(string where, string word) => AlertWords.Kinds.TryGetValue(word, out var kind)
        ? kind
        : throw new ConfigurationException($"{where} is on '{word}'{NearestName.Hint(word, AlertWords.Kinds.Keys)}; it can be on {string.Join(", ", AlertWords.Kinds.Keys)}");
}
