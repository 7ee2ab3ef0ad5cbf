using System.Globalization;
using System.Security.Cryptography;

namespace Nightshift.Batching;

/// <summary>
/// Names a request in a batch: <c>s7f3k2m9q1xa-000042</c>, the submission and the row's index in its job. It fits every provider's rule
/// (at most 64 of <c>A-Za-z0-9_-</c>), tells whose it is, and needs no table to find its row.
/// </summary>
internal static class CustomId
{
    private const int SubmissionLength = 12;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const string Characters = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A submission: 12 characters, the first a letter, that nobody can guess and nothing else has. Never from a seed: two starts would draw the same.</summary>
    public static string NewSubmission() =>
        RandomNumberGenerator.GetString(Letters, 1) + RandomNumberGenerator.GetString(Characters, SubmissionLength - 1);

    /// <summary>The id of a row's request.</summary>
    public static string Of(string submission, long index) => string.Create(CultureInfo.InvariantCulture, $"{submission}-{index:000000}");

    /// <summary>Whether an id belongs to a submission.</summary>
    public static bool IsOf(string submission, ReadOnlySpan<char> id) =>
        id.Length > SubmissionLength + 1 && id[SubmissionLength] == '-' && id[..SubmissionLength].SequenceEqual(submission);

    /// <summary>The row's index; false when there is none that an id of ours could have.</summary>
    public static bool TryIndex(ReadOnlySpan<char> id, out long index)
    {
        index = -1;
        return id.Length > SubmissionLength + 1
            && long.TryParse(id[(SubmissionLength + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }
}
