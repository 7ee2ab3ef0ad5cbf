using System.Globalization;

namespace Nightshift.Model;

/// <summary>A job's number in its store: small, and what a person types (<c>nightshift status 12</c>).</summary>
/// <param name="Value">1 and up.</param>
public readonly record struct JobId(long Value)
{
    /// <summary>The number alone.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
