namespace Nightshift.Engine.Comparing;

/// <summary>The same rows through several models.</summary>
public sealed record Comparison
{
    /// <summary>The models, as they were given.</summary>
    public required IReadOnlyList<ModelMeasure> Models { get; init; }

    /// <summary>What an answer is held against.</summary>
    public required AgreementBasis Basis { get; init; }

    /// <summary>Rows that the models were asked.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows of the input that cannot be used: nobody was asked them, and they count for nothing.</summary>
    public required long Bad { get; init; }

    /// <summary>Rows that can be judged: by an expected value, by a majority, or by the other model.</summary>
    public required long Judged { get; init; }

    /// <summary>Rows whose expected value is no label of the task, so that no model can be right.</summary>
    public long Foreign { get; init; }

    /// <summary>Some of those values.</summary>
    public IReadOnlyList<string> ForeignValues { get; init; } = [];

    /// <summary>The agreement of each model with each, of <see cref="Rows"/>.</summary>
    public required IReadOnlyList<IReadOnlyList<Share>> Pairs { get; init; }
}

/// <summary>What tells whether an answer is right.</summary>
public enum AgreementBasis
{
    /// <summary>A column of the input.</summary>
    Expected,

    /// <summary>What more than half of three models or more say.</summary>
    Majority,

    /// <summary>The other one of two models: whether they agree is known, and not who is right.</summary>
    EachOther,
}
