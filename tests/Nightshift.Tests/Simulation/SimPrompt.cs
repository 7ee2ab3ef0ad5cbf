using System.Security.Cryptography;
using System.Text;
using Nightshift.Model;

namespace Nightshift.Tests.Simulation;

/// <summary>What a prompt's own words make of it: the same at each try, so that a run with faults can be held against one without.</summary>
internal static class SimPrompt
{
    /// <summary>The kinds, the plain one many times.</summary>
    public static readonly string[] Kinds = ["plain", "plain", "plain", "plain", "plain", "plain", "plain", "plain", "plain", "plain", "long", "endless", "filtered", "refused", "forbidden", "oversized"];

    public static string KindOf(string prompt) => prompt.Split(' ')[0];

    public static int OutputTokens(string prompt) => KindOf(prompt) switch { "long" => 50, "endless" => 100_000, _ => 10 };

    public static string Answer(string prompt) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)))}";

    /// <summary>How a row with this prompt ends when nothing else goes wrong: its state and its code.</summary>
    public static (RowState State, string? Code) Expected(string prompt) => KindOf(prompt) switch
    {
        "plain" or "long" => (RowState.Succeeded, null),
        "endless" => (RowState.Failed, "truncated"),
        "filtered" or "forbidden" => (RowState.Failed, "content_filter"),
        "refused" => (RowState.Failed, "refused"),
        "oversized" => (RowState.Failed, "context_length"),
        _ => throw new InvalidOperationException($"a prompt of no kind: {prompt}"),
    };
}
