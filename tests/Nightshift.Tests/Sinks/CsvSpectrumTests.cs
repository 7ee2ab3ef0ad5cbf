using System.Text.Json;
using Nightshift.Sinks;

namespace Nightshift.Tests.Sinks;

public sealed class CsvSpectrumTests
{
    public static TheoryData<string> Names =>
    [
        "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates",
        "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_csv_spectrum_holds_survives_being_written(string name)
    {
        var path = Find(Path.Combine("data", "csv", "json", name + ".json"));
        Assert.SkipWhen(path is null, $"csv-spectrum's {name}.json is not beside this repository");
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(path!));
        JsonElement[] records = document.RootElement is { ValueKind: JsonValueKind.Object } single ? [single] : [.. document.RootElement.EnumerateArray()];
        string[] columns = [.. records[0].EnumerateObject().Select(p => p.Name)];
        using var folder = new Folder();

        var csv = await Rows.WriteTextAsync(
            folder, new OutputTarget("o.csv"), columns, Rows.Task, [.. records.Select((r, i) => Rows.Answered(i, r.GetRawText(), "x"))]);

        CsvReading.Read(csv)[1..].Select(r => r[..columns.Length])
            .ShouldBe(records.Select(r => r.EnumerateObject().Select(p => p.Value.GetString()!).ToArray()));
    }

    private static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", name);
            if (File.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
