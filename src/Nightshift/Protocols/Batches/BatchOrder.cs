namespace Nightshift.Protocols.Batches;

/// <summary>A batch's requests on our disk: one line each, as <see cref="BatchProtocol.WriteLine"/> made them.</summary>
/// <param name="Path">Where.</param>
/// <param name="Name">What to call it at the provider: unique, ending in <c>.jsonl</c>.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Lines">Its lines.</param>
public sealed record SpoolFile(string Path, string Name, long Bytes, int Lines);

/// <summary>What a batch is to be made of.</summary>
/// <param name="Submission">Ours, to find it again: goes into its metadata or name wherever the provider keeps one.</param>
/// <param name="Model">The model as its provider calls it.</param>
/// <param name="InputFile">The uploaded file; null where the rows go up with the creation.</param>
/// <param name="Spool">The requests.</param>
public sealed record BatchOrder(string Submission, string Model, string? InputFile, SpoolFile Spool);
