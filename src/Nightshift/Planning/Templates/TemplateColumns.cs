namespace Nightshift.Planning.Templates;

/// <summary>Finds the columns that a template uses: names looked up in the record itself, not in what #each and #with stand on.</summary>
internal sealed class TemplateColumns
{
    private readonly List<string> _all = [];
    private readonly HashSet<string> _required = new(StringComparer.Ordinal);

    /// <summary>All of them in order of appearance.</summary>
    public IReadOnlyList<string> All => _all;

    /// <summary>Those that a record must have: used somewhere that no <c>#if</c> about them guards.</summary>
    public IReadOnlyList<string> Required => [.. _all.Where(_required.Contains)];

    public static TemplateColumns Of(TemplateBlock block)
    {
        var columns = new TemplateColumns();
        columns.Visit(block, new Place(0, [], []));
        return columns;
    }

    private void Visit(TemplateBlock block, Place place)
    {
        foreach (var node in block.Nodes)
        {
            switch (node)
            {
                case TemplateNode.Value value:
                    Use(value.Path, place);
                    break;
                case TemplateNode.Condition condition:
                    var guarded = Use(condition.Path, place, asks: true) is { } column ? place with { Guarded = [.. place.Guarded, column] } : place;
                    Visit(condition.Then, condition.Negated ? place : guarded);
                    Visit(condition.Else, condition.Negated ? guarded : place);
                    break;
                case TemplateNode.Each each:
                    Use(each.Path, place);
                    Visit(each.Body, place.Inside(each.Names));
                    Visit(each.Else, place);
                    break;
                case TemplateNode.With with:
                    Use(with.Path, place);
                    Visit(with.Body, place.Inside(with.Names));
                    Visit(with.Else, place);
                    break;
            }
        }
    }

    private string? Use(TemplatePath path, Place place, bool asks = false)
    {
        var atRoot = path.Variable == "root" || (path.Variable is null && path.Up == place.Depth && !place.Hides(path));
        if (!atRoot || path.Segments.Count == 0)
            return null;
        var column = path.Segments[0];
        if (!_all.Contains(column, StringComparer.Ordinal))
            _all.Add(column);
        if (!asks && !place.Guarded.Contains(column, StringComparer.Ordinal))
            _required.Add(column);
        return column;
    }

    private sealed record Place(int Depth, IReadOnlyList<string> Names, IReadOnlyList<string> Guarded)
    {
        public Place Inside(IReadOnlyList<string> names) => this with { Depth = Depth + 1, Names = [.. Names, .. names] };

        public bool Hides(TemplatePath path) => !path.IsExplicit && path.Segments is [var first, ..] && Names.Contains(first, StringComparer.Ordinal);
    }
}
