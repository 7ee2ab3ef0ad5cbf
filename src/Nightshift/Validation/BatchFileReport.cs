namespace Nightshift.Validation;

/// <summary>What was found out about a batch file.</summary>
public sealed record BatchFileReport
{
    /// <summary>What it was held against.</summary>
    public required BatchFileFormat Format { get; init; }

    /// <summary>Requests in it, the faulty ones too.</summary>
    public required long Rows { get; init; }

    /// <summary>Its size.</summary>
    public required long Bytes { get; init; }

    /// <summary>The models that lines name, with the number of lines.</summary>
    public required IReadOnlyDictionary<string, long> Models { get; init; }

    /// <summary>The urls that lines name, with the number of lines.</summary>
    public required IReadOnlyDictionary<string, long> Urls { get; init; }

    /// <summary>Input tokens of all requests, estimated by their size.</summary>
    public required long InputTokens { get; init; }

    /// <summary>What is wrong; empty for a good file.</summary>
    public required FaultList Faults { get; init; }

    /// <summary>Whether the provider would take it.</summary>
    public bool IsClean => Faults.Total == 0;
}
