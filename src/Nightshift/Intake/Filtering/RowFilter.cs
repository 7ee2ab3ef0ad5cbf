using Nightshift.Model;

namespace Nightshift.Intake.Filtering;

/// <summary>
/// Which records to take (<c>--where</c>): <c>lang == 'en' and length(text) > 20 and not subject contains 'test'</c>. Columns stand bare, in
/// backticks or in double quotes, texts in single quotes. A column that a record lacks is empty. Safe for many threads.
/// </summary>
public sealed class RowFilter
{
    private readonly string _expression;
    private readonly FilterCondition _condition;
    private readonly IReadOnlyList<FilterOperand.Column> _columns;

    private RowFilter(string expression, FilterCondition condition, IReadOnlyList<FilterOperand.Column> columns) =>
        (_expression, _condition, _columns) = (expression, condition, columns);

    /// <summary>The columns that the filter looks at, in order of appearance.</summary>
    public IReadOnlyList<string> Columns => field ??= [.. _columns.Select(column => column.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads a filter.</summary>
    /// <exception cref="InputException">It is not well formed: what belongs where, with a mark under the place.</exception>
    public static RowFilter Parse(string expression)
    {
        var parser = new FilterParser(expression);
        var condition = parser.Parse();
        return new RowFilter(expression, condition, parser.Columns);
    }

    /// <summary>Holds the filter against the columns that the input has.</summary>
    /// <exception cref="InputException">A column is not among them: the nearest one, and the ones there are.</exception>
    public void Check(IReadOnlyList<string> available)
    {
        foreach (var (name, at) in _columns)
        {
            if (!available.Contains(name, StringComparer.Ordinal))
            {
                throw FilterFault.At(
                    _expression, at, $"there is no column '{name}'{NearestName.Hint(name, available)} (there are: {string.Join(", ", available)})");
            }
        }
    }

    /// <summary>Whether to take the record.</summary>
    public bool Matches(RecordView record) => _condition.Holds(record);
}
