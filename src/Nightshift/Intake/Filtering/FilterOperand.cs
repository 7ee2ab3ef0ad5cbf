using System.Globalization;
using Nightshift.Model;

namespace Nightshift.Intake.Filtering;

/// <summary>A side of a comparison. A closed family.</summary>
internal abstract record FilterOperand
{
    private FilterOperand()
    {
    }

    /// <summary>What it is for a record; a column that the record lacks is empty.</summary>
    public abstract string TextIn(RecordView record);

    /// <summary>The column's name, and where the expression has it.</summary>
    public sealed record Column(string Name, int At) : FilterOperand
    {
        public override string TextIn(RecordView record) => record.TryGetText(Name, out var text) ? text : "";
    }

    /// <summary>A text in single quotes: compared as text, whatever it looks like.</summary>
    public sealed record Text(string Value) : FilterOperand
    {
        public override string TextIn(RecordView record) => Value;
    }

    public sealed record Number(string Value) : FilterOperand
    {
        public override string TextIn(RecordView record) => Value;
    }

    /// <summary>Characters as a reader counts them: an emoji is one.</summary>
    public sealed record Length(FilterOperand Of) : FilterOperand
    {
        public override string TextIn(RecordView record) => new StringInfo(Of.TextIn(record)).LengthInTextElements.ToString();
    }

    public sealed record Lower(FilterOperand Of) : FilterOperand
    {
        public override string TextIn(RecordView record) => Of.TextIn(record).ToLowerInvariant();
    }
}
