namespace Nightshift.Simulator.Answers;

/// <summary>What a simulated model says.</summary>
/// <param name="Text">The answer, already cut to the tokens that were allowed.</param>
/// <param name="OutputTokens">The tokens billed for all choices.</param>
/// <param name="FinishReason"><c>stop</c>, <c>length</c> or <c>content_filter</c>.</param>
internal sealed record Answer(string Text, int OutputTokens, string FinishReason);
