using System.Globalization;
using Nightshift.Simulator.Scenarios;

namespace Nightshift.Simulator.Faults;

/// <summary>The one-line form of a fault rule, for flags.</summary>
internal static class FaultRuleText
{
    private const string Forms = "give name, name:rate or name:member=value,… with the members rate, nth, first, from, until, route, model, call, share, delay";

    public static FaultRule Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var rule = new FaultRule { Fault = colon < 0 ? text : text[..colon] };
        if (colon >= 0)
        {
            foreach (var member in text[(colon + 1)..].Split(','))
                rule = With(rule, member, text);
        }

        rule.Check();
        return rule;
    }

    private static FaultRule With(FaultRule rule, string member, string text)
    {
        var equals = member.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? ("rate", member) : (member[..equals], member[(equals + 1)..]);
        return name switch
        {
            "rate" => rule with { Rate = Number(value, text) },
            "nth" => rule with { Nth = Whole(value, text) },
            "first" => rule with { First = Whole(value, text) },
            "from" => rule with { From = DurationText.Parse(value) },
            "until" => rule with { Until = DurationText.Parse(value) },
            "delay" => rule with { Delay = DurationText.Parse(value) },
            "route" => rule with { Route = value },
            "model" => rule with { Model = value },
            "call" => rule with { Call = Kind(value, text) },
            "share" => rule with { Share = Number(value, text) },
            _ => throw new ScenarioException($"fault rule '{text}': there is no member '{name}'; {Forms}"),
        };
    }

    private static double Number(string value, string text) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ScenarioException($"fault rule '{text}': '{value}' is no rate; {Forms}");

    private static CallKind Kind(string value, string text) =>
        Enum.TryParse<CallKind>(value, ignoreCase: true, out var kind) && Enum.IsDefined(kind)
            ? kind
            : throw new ScenarioException($"fault rule '{text}': there is no call '{value}'; the calls are {string.Join(", ", Enum.GetNames<CallKind>()).ToLowerInvariant()}");

    private static int Whole(string value, string text) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ScenarioException($"fault rule '{text}': '{value}' is no whole number; {Forms}");
}
