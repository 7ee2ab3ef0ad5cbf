using Nightshift.Simulator.Answers;

namespace Nightshift.Simulator.Chat;

/// <summary>A request and its answer, ready to be written.</summary>
internal sealed record Completion(string Id, long Created, ChatRequest Request, Answer Answer)
{
    /// <summary>Whether a batch asked for it: some formats name the service tier.</summary>
    public bool Batched { get; init; }
}
