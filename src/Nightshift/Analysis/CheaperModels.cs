using System.Reflection;
using Nightshift.Pricing;

namespace Nightshift.Analysis;

/// <summary>The next smaller model of each family (<c>cheaper.csv</c>, with source and day), and what the user says to be otherwise.</summary>
public sealed class CheaperModels
{
    private const int Columns = 5;
    private static readonly Lazy<CheaperModels> Shipped = new(static () => new CheaperModels(Read()));
    private readonly Dictionary<string, string> _cheaper;

    private CheaperModels(Dictionary<string, string> cheaper) => _cheaper = cheaper;

    /// <summary>Those that come with this version.</summary>
    public static CheaperModels Default => Shipped.Value;

    /// <summary>All of them, as <c>provider/model</c>.</summary>
    public IReadOnlyDictionary<string, string> All => _cheaper;

    /// <summary>The same with others for some models.</summary>
    public CheaperModels With(IEnumerable<(string Model, string Cheaper)> others)
    {
        var cheaper = new Dictionary<string, string>(_cheaper, StringComparer.Ordinal);
        foreach (var (model, other) in others)
            cheaper[model] = other;
        return new CheaperModels(cheaper);
    }

    /// <summary>The next smaller one, as <c>provider/model</c>; null when none is known.</summary>
    public string? Of(string provider, string model) =>
        _cheaper.GetValueOrDefault($"{provider}/{model}") ?? _cheaper.GetValueOrDefault($"{provider}/{ModelDate.Undated(model)}");

    private static Dictionary<string, string> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Nightshift.Analysis.cheaper.csv")
            ?? throw new InvalidOperationException("cheaper.csv is not embedded");
        using var reader = new StreamReader(stream);
        var cheaper = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (line.Split(',') is not { Length: Columns } cells)
                throw new FormatException($"a line has {Columns} cells: {line}");
            cheaper.Add($"{cells[0]}/{cells[1]}", $"{cells[0]}/{cells[2]}");
        }

        return cheaper;
    }
}
