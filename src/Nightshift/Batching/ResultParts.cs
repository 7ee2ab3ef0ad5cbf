using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>Where results are, as the store keeps it: <c>output:file:file-abc</c>, <c>output:address:https://…</c>.</summary>
internal static class ResultParts
{
    private const string File = "file";
    private const string Address = "address";

    public static string ToText(ResultPart part) => $"{part.Source}:{(part.IsFile ? File : Address)}:{part.Reference}";

    public static ResultPart Parse(string text) => text.Split(':', 3) is [var source, var kind, var reference]
        ? new ResultPart(source, reference, kind == File)
        : throw new InvalidOperationException($"the store has results at '{text}'; run `nightshift doctor`");
}
