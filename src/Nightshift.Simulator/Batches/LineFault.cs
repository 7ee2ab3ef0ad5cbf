namespace Nightshift.Simulator.Batches;

/// <summary>What is wrong with an input, as OpenAI's <c>errors.data[]</c> tells it.</summary>
/// <param name="Code">The provider's word for it.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Param">The member at fault.</param>
/// <param name="Line">The line, from 1; null for the file as a whole.</param>
internal sealed record LineFault(string Code, string Message, string? Param = null, int? Line = null);

/// <summary>What was found out about an input before it runs.</summary>
/// <param name="Lines">How many rows it has.</param>
/// <param name="InputTokens">The tokens of all rows, which count against the queue.</param>
/// <param name="Model">The model of the first row.</param>
/// <param name="FirstCustomId">The id of the first row.</param>
/// <param name="Faults">What is wrong; empty for a good input.</param>
internal sealed record Validation(int Lines, long InputTokens, string? Model, string? FirstCustomId, IReadOnlyList<LineFault> Faults);
