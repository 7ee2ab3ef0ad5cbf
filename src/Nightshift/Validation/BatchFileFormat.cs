namespace Nightshift.Validation;

/// <summary>What a provider's batch file has to be: data with its source and its day.</summary>
public sealed record BatchFileFormat
{
    /// <summary>The provider's name, as models begin with it.</summary>
    public required string Name { get; init; }

    /// <summary>The member of a line that names its request.</summary>
    public string IdMember { get; init; } = "custom_id";

    /// <summary>The member with the request itself.</summary>
    public string BodyMember { get; init; } = "body";

    /// <summary>What the request is.</summary>
    public BodyShape Body { get; init; } = BodyShape.OpenAi;

    /// <summary>Characters of an id at the least.</summary>
    public int ShortestId { get; init; } = 1;

    /// <summary>Characters of an id at the most; null for any number.</summary>
    public int? LongestId { get; init; }

    /// <summary>Whether an id may only have the letters a to z and A to Z, digits, <c>_</c> and <c>-</c>.</summary>
    public bool HasPlainIds { get; init; }

    /// <summary>Whether each line names its method and url.</summary>
    public bool NeedsUrl { get; init; } = true;

    /// <summary>The urls that a line may have; empty for any.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Whether the lines of one file may have different urls.</summary>
    public bool MixesUrls { get; init; }

    /// <summary>Whether the lines of one file may name different models.</summary>
    public bool MixesModels { get; init; }

    /// <summary>Whether each line names its model; otherwise the batch may do it for all.</summary>
    public bool NeedsModel { get; init; } = true;

    /// <summary>Requests in a file at the most; null where no such limit is known.</summary>
    public int? MostRows { get; init; }

    /// <summary>Bytes of a file at the most; null where no such limit is known.</summary>
    public long? MostBytes { get; init; }

    /// <summary>Bytes of one line at the most; null where no such limit is known.</summary>
    public int? MostLineBytes { get; init; }

    /// <summary>Texts to embed in a file at the most, over all its lines; null where no such limit is known.</summary>
    public int? MostInputs { get; init; }

    /// <summary>Who said so, with what is not confirmed.</summary>
    public required string Source { get; init; }

    /// <summary>On which day.</summary>
    public required DateOnly AsOf { get; init; }
}

/// <summary>What a request of a line looks like.</summary>
public enum BodyShape
{
    /// <summary>As OpenAI's endpoints take it; the line's url says which.</summary>
    OpenAi,

    /// <summary>Anthropic's messages.</summary>
    Messages,

    /// <summary>Gemini's generateContent, or one text to embed.</summary>
    GenerateContent,
}
