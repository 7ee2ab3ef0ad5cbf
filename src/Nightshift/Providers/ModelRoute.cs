namespace Nightshift.Providers;

/// <summary>Several accounts, regions or providers behind one model name.</summary>
/// <param name="Name">The name that users give as the model, <c>provider/model</c>; it may be that of a model which is one of its own.</param>
/// <param name="Models">Where its rows can go, each as <c>provider/model</c>. Requests are the same to all, as far as their wire formats allow.</param>
public sealed record ModelRoute(string Name, IReadOnlyList<string> Models);
