using System.Buffers;

namespace Nightshift.Validation;

/// <summary>The letters of ids that every provider takes.</summary>
internal static class IdLetters
{
    public static readonly SearchValues<byte> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);
}
