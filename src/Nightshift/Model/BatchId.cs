using System.Globalization;

namespace Nightshift.Model;

/// <summary>The store's number for a batch.</summary>
public readonly record struct BatchId(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
