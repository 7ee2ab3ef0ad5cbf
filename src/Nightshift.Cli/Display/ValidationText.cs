using System.Text;
using Nightshift.Validation;

namespace Nightshift.Cli.Display;

/// <summary>What is wrong with a batch file, a line each as compilers write it; then what it is.</summary>
internal static class ValidationText
{
    private const int NamesShown = 5;

    public static void Write(BatchFileReport report, string path, bool isTold)
    {
        // A few thousand lines at the most, written at once.
        var text = new StringBuilder();
        foreach (var line in Faults(report.Faults, path).Concat(Summary(report, path, isTold)))
            text.Append(Screen.Safe(line)).Append('\n');
        Console.Out.Write(text);
    }

    private static IEnumerable<string> Faults(FaultList faults, string path)
    {
        foreach (var fault in faults.Shown)
            yield return fault.Line == 0 ? $"{path}: {fault.Sentence}" : $"{path}:{fault.Line}: {fault.Sentence}";
        foreach (var (kind, count) in faults.Counts.Where(kind => kind.Value > FaultList.MostOfAKind))
            yield return $"{path}: {Words.Count(count - FaultList.MostOfAKind)} more of the kind '{Kind(kind)}'";
    }

    private static IEnumerable<string> Summary(BatchFileReport report, string path, bool isTold)
    {
        if (report.Faults.Total > 0)
            yield return "";
        yield return $"{path}: {Words.Rows(report.Rows)}, {Words.Count(report.Bytes)} bytes, {(report.IsClean ? "no fault" : "not to be sent like this")}";
        yield return $"  held against  {report.Format.Name}{(isTold ? ", told from its first line (--for NAME says otherwise)" : "")}";
        yield return $"  by            {report.Format.Source}, {report.Format.AsOf:yyyy-MM-dd}";
        if (report.Models.Count > 0)
            yield return $"  models        {Names(report.Models)}";
        if (report.Urls.Count > 0)
            yield return $"  endpoints     {Names(report.Urls)}";
        yield return $"  input tokens  about {Words.Tokens(report.InputTokens)}";
        if (report.Faults.Total > 0)
            yield return $"  faults        {string.Join(", ", report.Faults.Counts.Select(kind => $"{Words.Count(kind.Value)} {Kind(kind.Key)}"))}";
    }

    private static string Names(IReadOnlyDictionary<string, long> names)
    {
        var shown = names.OrderByDescending(name => name.Value).Take(NamesShown).Select(name => $"{name.Key} ({Words.Rows(name.Value)})");
        return string.Join(", ", shown) + (names.Count > NamesShown ? $", {Words.Count(names.Count - NamesShown)} others" : "");
    }

    private static string Kind(FaultKind kind) => ValidationJson.Word(kind).Replace('_', ' ');
}
