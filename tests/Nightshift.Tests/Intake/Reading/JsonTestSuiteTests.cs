using System.Formats.Tar;
using System.IO.Compression;
using Nightshift.Intake;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Intake.Reading;

/// <summary>Every case of JSONTestSuite as a JSONL line between two good ones: y_ taken, n_ refused by its line, i_ as pinned here.</summary>
public sealed class JsonTestSuiteTests(ITestOutputHelper output)
{
    /// <summary>Where the standard leaves the choice: what is taken. All others are refused.</summary>
    private static readonly string[] TakenByChoice =
    [
        "i_number_double_huge_neg_exp.json", "i_number_huge_exp.json", "i_number_neg_int_huge_exp.json", "i_number_pos_double_huge_exp.json",
        "i_number_real_neg_overflow.json", "i_number_real_pos_overflow.json", "i_number_real_underflow.json", "i_number_too_big_neg_int.json",
        "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json",
        // At the start of a file it is a byte order mark; within one it is not: the case begins the line, so it is refused there.
    ];

    [Fact]
    public void Every_case_is_taken_or_refused_rightly_with_its_line()
    {
        var wrong = new List<string>();
        var (taken, refused, passedOver) = (0, 0, 0);
        foreach (var (name, content) in Cases())
        {
            // A case with line breaks in it is several lines here: joined, its meaning is the same where breaks are white space.
            var line = name.StartsWith("y_", StringComparison.Ordinal) ? [.. content.Select(letter => letter is (byte)'\n' or (byte)'\r' ? (byte)' ' : letter)] : content;
            if (line.Contains((byte)'\n') || line.All(letter => letter is (byte)' ' or (byte)'\t' or (byte)'\r'))
            {
                passedOver++;
                continue;
            }

            var records = Reads.All([.. "{\"before\":1}\n"u8, .. line, .. "\n{\"after\":1}\n"u8], "case.jsonl", InputFormat.Jsonl);
            var isTaken = records[1].Fault is null;
            var expected = name.StartsWith("y_", StringComparison.Ordinal) || TakenByChoice.Contains(name);
            if (records.Count != 3 || records[1].Line != 2 || records[2].Fault is not null || isTaken != expected)
                wrong.Add($"{name}: {(isTaken ? "taken" : records[1].Fault)}");
            _ = isTaken ? taken++ : refused++;
        }

        output.WriteLine($"{taken} taken, {refused} refused, {passedOver} are no single line");
        wrong.ShouldBeEmpty();
        (taken + refused).ShouldBeGreaterThan(250);
    }

    private static IEnumerable<(string Name, byte[] Content)> Cases()
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(SharedFile.Find("data/json-lines/JSONTestSuite.tar.gz")), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            var name = Path.GetFileName(entry.Name);
            if (entry.DataStream is null || !name.EndsWith(".json", StringComparison.Ordinal) || name is not ['y' or 'n' or 'i', '_', ..])
                continue;
            using var content = new MemoryStream();
            entry.DataStream.CopyTo(content);
            yield return (name, content.ToArray());
        }
    }
}
