using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Tests.Simulation;

/// <summary>One call as the provider saw it.</summary>
/// <param name="Key">The idempotency key: names the attempt.</param>
/// <param name="Prompt">What was asked.</param>
/// <param name="MaxTokens">How long the answer may be.</param>
/// <param name="Fate">What the simulation does with it.</param>
internal sealed record SimCall(string Key, string Prompt, int MaxTokens, Fate Fate)
{
    /// <summary>What the provider bills for it; null when it did not execute it.</summary>
    public Usage? Billed { get; set; }

    /// <summary>The hold under which it was made.</summary>
    public Lease Lease { get; } = LeaseOf(Key);

    /// <summary>The lease, as the engine writes it into its key.</summary>
    public static Lease LeaseOf(string key) => key.Split('-') is [_, _, var job, var index, var epoch]
        ? new Lease(new RowId(new JobId(long.Parse(job)), long.Parse(index)), int.Parse(epoch))
        : throw new FormatException($"an idempotency key of another form: {key}");

    public static SimCall Read(string key, ReadOnlySpan<byte> body, Fate fate)
    {
        using var json = JsonDocument.Parse(body.ToArray());
        var root = json.RootElement;
        var prompt = root.GetProperty("messages")[0].GetProperty("content").GetString()!;
        var limit = root.TryGetProperty("max_completion_tokens", out var tokens) || root.TryGetProperty("max_tokens", out tokens) ? tokens.GetInt32() : int.MaxValue;
        return new SimCall(key, prompt, limit, fate);
    }
}

/// <summary>What happens to a call on its way, whatever is in it.</summary>
internal enum Fate
{
    Answered,
    AnsweredLate,
    AnsweredTooLate,
    AnsweredSlowly,
    NotConnected,
    LostBeforeExecution,
    ResetAfterExecution,
    ResetInBody,
    CutBody,
    Garbage,
    FaultAfterExecution,
    FaultBeforeExecution,
    Throttled,
    ThrottledWithWait,
    Unavailable,
    Overloaded,
}
