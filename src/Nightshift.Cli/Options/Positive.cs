using System.CommandLine;

namespace Nightshift.Cli.Options;

/// <summary>Options whose number must be above 0.</summary>
internal static class Positive
{
    public static T? Of<T>(ParseResult parse, Option<T?> option)
        where T : struct, IComparable<T> =>
        parse.GetValue(option) is not { } value || value.CompareTo(default) > 0
            ? parse.GetValue(option)
            : throw new UsageException($"{option.Name} takes a number above 0, not {value}");
}
