using System.Text.RegularExpressions;
using Nightshift.Model;

namespace Nightshift.Intake.Filtering;

/// <summary>A condition on a record. A closed family.</summary>
internal abstract record FilterCondition
{
    private FilterCondition()
    {
    }

    public abstract bool Holds(RecordView record);

    public sealed record All(IReadOnlyList<FilterCondition> Of) : FilterCondition
    {
        public override bool Holds(RecordView record) => Of.All(condition => condition.Holds(record));
    }

    public sealed record Any(IReadOnlyList<FilterCondition> Of) : FilterCondition
    {
        public override bool Holds(RecordView record) => Of.Any(condition => condition.Holds(record));
    }

    public sealed record Not(FilterCondition Inner) : FilterCondition
    {
        public override bool Holds(RecordView record) => !Inner.Holds(record);
    }

    public sealed record Comparison(FilterOperand Left, string Sign, FilterOperand Right) : FilterCondition
    {
        public override bool Holds(RecordView record) => FilterComparison.Holds(Left, Sign, Right, record);
    }

    public sealed record Contains(FilterOperand Whole, FilterOperand Part) : FilterCondition
    {
        public override bool Holds(RecordView record) => Whole.TextIn(record).Contains(Part.TextIn(record), StringComparison.Ordinal);
    }

    public sealed record StartsWith(FilterOperand Whole, FilterOperand Part) : FilterCondition
    {
        public override bool Holds(RecordView record) => Whole.TextIn(record).StartsWith(Part.TextIn(record), StringComparison.Ordinal);
    }

    public sealed record EndsWith(FilterOperand Whole, FilterOperand Part) : FilterCondition
    {
        public override bool Holds(RecordView record) => Whole.TextIn(record).EndsWith(Part.TextIn(record), StringComparison.Ordinal);
    }

    public sealed record Matches(FilterOperand Whole, Regex Pattern) : FilterCondition
    {
        public override bool Holds(RecordView record) => Pattern.IsMatch(Whole.TextIn(record));
    }

    public sealed record In(FilterOperand One, IReadOnlyList<FilterOperand> Of) : FilterCondition
    {
        public override bool Holds(RecordView record) => Of.Any(other => FilterComparison.Holds(One, "==", other, record));
    }

    public sealed record Empty(FilterOperand Operand) : FilterCondition
    {
        public override bool Holds(RecordView record) => string.IsNullOrWhiteSpace(Operand.TextIn(record));
    }
}
