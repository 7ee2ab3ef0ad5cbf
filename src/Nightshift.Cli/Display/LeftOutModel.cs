namespace Nightshift.Cli.Display;

/// <summary>A model that did not answer all of a comparison's rows.</summary>
/// <param name="Model"><c>provider/model</c>.</param>
/// <param name="Reason">Why, in a sentence.</param>
internal sealed record LeftOutModel(string Model, string Reason);
