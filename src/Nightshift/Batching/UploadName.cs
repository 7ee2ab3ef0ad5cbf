using System.Text.RegularExpressions;

namespace Nightshift.Batching;

/// <summary>What our uploads are called: <c>nightshift-s7f3k2m9q1xa-0f1e2d3c4b5a.jsonl</c>, submission and content. Nobody else's file has such a name.</summary>
internal static partial class UploadName
{
    private const string Prefix = "nightshift-";
    private const int SubmissionLength = 12;
    private const int HashLength = 12;

    /// <summary>The name of a submission's file.</summary>
    /// <param name="submission">Whose.</param>
    /// <param name="sha256">Of what is in it.</param>
    public static string Of(string submission, string sha256) => $"{Prefix}{submission}-{sha256[..HashLength]}.jsonl";

    /// <summary>Whether a file was uploaded by us, on this machine or another.</summary>
    public static bool IsOurs(string? name) => name is not null && Pattern().IsMatch(name);

    /// <summary>The submission in a name of ours.</summary>
    public static string SubmissionOf(string name) => name.Substring(Prefix.Length, SubmissionLength);

    [GeneratedRegex(@"^nightshift-[a-z][a-z0-9]{11}-[0-9a-f]{12}\.jsonl\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
