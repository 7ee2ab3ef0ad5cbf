using System.CommandLine;
using System.CommandLine.Parsing;

namespace Nightshift.Cli.Options;

/// <summary>A command as it would be typed for <c>run</c>: with the same input and options, without those that <c>run</c> has not.</summary>
internal static class RunLine
{
    /// <summary>The line, for a POSIX shell.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="without">Options that are left out with their values.</param>
    /// <param name="more">What is added.</param>
    public static string Of(ParseResult parse, IReadOnlyCollection<Option> without, params string[] more)
    {
        var words = new List<string>();
        // The home folder may be named before the command.
        foreach (var part in parse.CommandResult.Children.Concat(parse.RootCommandResult.Children.OfType<OptionResult>()))
        {
            switch (part)
            {
                case ArgumentResult argument:
                    words.AddRange(argument.Tokens.Select(token => token.Value));
                    break;
                case OptionResult { Implicit: false } option when !without.Contains(option.Option):
                    words.Add(option.IdentifierToken?.Value ?? option.Option.Name);
                    words.AddRange(option.Tokens.Select(token => token.Value));
                    break;
                default:
                    break;
            }
        }

        return $"nightshift run {Quote(words.Concat(more))}";
    }

    /// <summary>Words as they would be typed into a POSIX shell.</summary>
    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    private static string Quoted(string word) => word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || "-_./:@%+=,~".Contains(letter))
        ? word
        : $"'{word.Replace("'", "'\\''")}'";
}
