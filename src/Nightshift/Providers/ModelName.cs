namespace Nightshift.Providers;

/// <summary>A model as users name it: <c>provider/model</c>. The model part may have slashes of its own.</summary>
/// <param name="Provider">Who.</param>
/// <param name="Model">The name that goes on the wire.</param>
public readonly record struct ModelName(string Provider, string Model)
{
    /// <summary>For batch files whose user names no model: OpenAI's endpoint (or another's, by <c>--base-url</c>), each line's own model.</summary>
    public const string OfEachLine = "openai/*";

    /// <summary>Whether each request brings its own model.</summary>
    public bool IsOfEachLine => Model == "*";

    /// <summary>Splits at the first slash.</summary>
    /// <exception cref="ConnectionException">There is no slash, or nothing beside it.</exception>
    public static ModelName Parse(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < text.Length - 1
            ? new ModelName(text[..slash], text[(slash + 1)..])
            : throw new ConnectionException($"the model '{text}' is not of the form provider/model; for example openai/gpt-5.4-mini or sim/label") { IsMisuse = true };

    /// <inheritdoc/>
    public override string ToString() => $"{Provider}/{Model}";
}
