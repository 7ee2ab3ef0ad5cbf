using Nightshift.Simulator.Answers;

namespace Nightshift.Simulator.Chat;

/// <summary>A request and its answer, ready to be written.</summary>
internal sealed record Completion(string Id, long Created, ChatRequest Request, Answer Answer);
