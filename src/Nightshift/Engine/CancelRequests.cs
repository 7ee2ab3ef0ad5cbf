using System.Globalization;
using Nightshift.Model;

namespace Nightshift.Engine;

/// <summary>
/// How another process asks the store's owner to cancel a job: an empty file <c>control/cancel-12</c> in the home folder.
/// The owner looks every second; a request that nobody was there to see is carried out at the next start.
/// </summary>
public static class CancelRequests
{
    private const string Prefix = "cancel-";

    /// <summary>Leaves a request.</summary>
    public static void Leave(string home, JobId job)
    {
        Directory.CreateDirectory(Folder(home));
        File.Create(Path.Combine(Folder(home), Prefix + job)).Dispose();
    }

    /// <summary>The requests that are there. Each stays until <see cref="Done"/>.</summary>
    internal static IReadOnlyList<JobId> Pending(string home) => !Directory.Exists(Folder(home))
        ? []
        : [.. Directory.EnumerateFiles(Folder(home), Prefix + "*")
            .Select(path => Path.GetFileName(path)[Prefix.Length..])
            .Where(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(text => new JobId(long.Parse(text, CultureInfo.InvariantCulture)))];

    /// <summary>Takes a request away that was carried out.</summary>
    internal static void Done(string home, JobId job)
    {
        var path = Path.Combine(Folder(home), Prefix + job);
        if (File.Exists(path))
            File.Delete(path);
    }

    private static string Folder(string home) => Path.Combine(home, "control");
}
