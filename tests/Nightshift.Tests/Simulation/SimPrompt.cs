using System.Security.Cryptography;
using System.Text;

namespace Nightshift.Tests.Simulation;

/// <summary>What a prompt's own words make of it: the same at each try, so that a run with faults can be held against one without.</summary>
internal static class SimPrompt
{
    /// <summary>The kinds, the plain one many times.</summary>
    public static readonly string[] Kinds = ["plain", "plain", "plain", "plain", "plain", "plain", "plain", "plain", "plain", "plain", "long", "endless", "filtered", "refused", "forbidden", "oversized"];

    public static string KindOf(string prompt) => prompt.Split(' ')[0];

    public static int OutputTokens(string prompt) => KindOf(prompt) switch { "long" => 50, "endless" => 100_000, _ => 10 };

    public static string Answer(string prompt) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)))}";
}
