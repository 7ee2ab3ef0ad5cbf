using System.Globalization;
using Nightshift.Sinks;

namespace Nightshift.Cli.Display.Pages;

/// <summary>A section as a CSV: numbers as they are, texts kept from being formulas.</summary>
internal static class CsvPage
{
    /// <summary>Prints it.</summary>
    public static void Print(PageSection section)
    {
        using var output = Console.OpenStandardOutput();
        Write(section, output);
    }

    /// <summary>Writes it in UTF-8.</summary>
    public static void Write(PageSection section, Stream output)
    {
        var table = new CsvTable();
        foreach (var column in section.Columns)
            table.Add(column.Key);
        table.EndRow();
        foreach (var row in section.Rows)
        {
            foreach (var cell in row)
                Add(table, cell);
            table.EndRow();
        }

        table.WriteTo(output);
    }

    private static void Add(CsvTable table, Cell cell)
    {
        switch (cell)
        {
            case Cell.Text text:
                table.Add(text.Value);
                break;
            case Cell.Count count:
                table.Add(count.Number.ToString(CultureInfo.InvariantCulture));
                break;
            case Cell.Dollars dollars:
                table.AddNumber(dollars.Amount);
                break;
            case Cell.Percent percent:
                table.AddNumber(percent.Share);
                break;
            case Cell.Unknown:
                table.Add("");
                break;
            default:
                throw new InvalidOperationException($"not a cell: {cell}");
        }
    }
}
