using System.Text.RegularExpressions;

namespace Nightshift.Gathering;

/// <summary>What a queue may be called: its name is a folder's, and a part of its jobs' names and tags.</summary>
internal static partial class QueueName
{
    /// <summary>The name as it is.</summary>
    /// <exception cref="QueueException">It could lead elsewhere, or could not be typed.</exception>
    public static string Checked(string name) => IsSound(name)
        ? name
        : throw new QueueException($"a queue's name has 1 to 64 letters, digits, - _ and ., and begins with a letter or digit, not '{name}'");

    /// <summary>Whether a queue may be called so.</summary>
    public static bool IsSound(string name) => Sound().IsMatch(name) && !name.EndsWith('.');

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sound();
}
