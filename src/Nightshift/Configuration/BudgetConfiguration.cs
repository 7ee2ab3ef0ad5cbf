using Nightshift.Model;

namespace Nightshift.Configuration;

/// <summary>Makes budgets of what a configuration says about them.</summary>
internal static class BudgetConfiguration
{
    /// <summary>One of the list.</summary>
    /// <param name="path">The configuration file.</param>
    /// <param name="place">Its place in the list, from 0.</param>
    /// <param name="shape">What is said of it.</param>
    /// <exception cref="ConfigurationException">It cannot be so; the message says what can.</exception>
    public static Budget Read(string path, int place, BudgetShape shape)
    {
        var name = $"{path}: budget {place + 1} of the list";
        if (shape.Limit is not { } limit)
            throw new ConfigurationException($"{name} needs a limit, in dollars: - {{ limit: 20, per: day }}");
        if (limit < 0)
            throw new ConfigurationException($"{name} has a limit below zero");
        return new Budget(limit)
        {
            Provider = shape.Provider?.ToLowerInvariant(),
            Tag = shape.Tag,
            Period = shape.Per?.ToLowerInvariant() switch
            {
                null => BudgetPeriod.Always,
                "day" => BudgetPeriod.Day,
                "month" => BudgetPeriod.Month,
                var other => throw new ConfigurationException($"{name} is per '{other}'; it can be per day or per month, or without it for all time"),
            },
        };
    }
}
