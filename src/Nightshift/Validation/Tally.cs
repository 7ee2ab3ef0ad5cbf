namespace Nightshift.Validation;

/// <summary>What was counted in a stretch of a file.</summary>
internal sealed class Tally
{
    public FaultList Faults { get; } = new();

    public long Lines { get; set; }

    public long Rows { get; set; }

    /// <summary>Of the requests alone, without what stands around them.</summary>
    public long BodyBytes { get; set; }

    /// <summary>Texts to embed.</summary>
    public long Inputs { get; set; }

    public Dictionary<string, long> Models { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Urls { get; } = new(StringComparer.Ordinal);

    /// <summary>The id of each row that has one, with the row's line and its number, from 0.</summary>
    public List<(UInt128 Hash, long Line, long Row)> Ids { get; } = [];

    public static void Count(Dictionary<string, long> counts, string name, long more = 1) => counts[name] = counts.GetValueOrDefault(name) + more;

    /// <summary>Takes over what was counted in the stretch behind this one.</summary>
    public void Add(Tally next)
    {
        Faults.Add(next.Faults, Lines);
        foreach (var (hash, line, row) in next.Ids)
            Ids.Add((hash, line + Lines, row + Rows));
        Lines += next.Lines;
        Rows += next.Rows;
        BodyBytes += next.BodyBytes;
        Inputs += next.Inputs;
        foreach (var (model, rows) in next.Models)
            Count(Models, model, rows);
        foreach (var (url, rows) in next.Urls)
            Count(Urls, url, rows);
    }
}
