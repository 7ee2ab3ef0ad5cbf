using CsvHelper;

namespace Nightshift.Tests.Sinks;

/// <summary>Somebody else's reading of what we wrote.</summary>
internal static class CsvReading
{
    public static string[][] Read(string csv, char separator = ',')
    {
        using var reader = CsvReader.FromText(csv, new CsvReaderOptions { Separator = separator, HasHeader = false, SkipEmptyLines = false });
        var rows = new List<string[]>();
        foreach (var row in reader)
            rows.Add(row.ToArray());
        return [.. rows];
    }
}
