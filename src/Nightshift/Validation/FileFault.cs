namespace Nightshift.Validation;

/// <summary>Something that the provider would refuse, or answer with an error.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Line">The line that it begins in, from 1; 0 when it is about the whole file.</param>
/// <param name="Sentence">What is wrong and what mends it, in words that follow on "the line" or "the file".</param>
public sealed record FileFault(FaultKind Kind, long Line, string Sentence);

/// <summary>The kinds of fault, in the order in which a file is looked at.</summary>
public enum FaultKind
{
    /// <summary>Compressed, or in another encoding than UTF-8.</summary>
    NotText,

    /// <summary>A byte order mark before the first line.</summary>
    ByteOrderMark,

    /// <summary>No requests.</summary>
    EmptyFile,

    /// <summary>More requests than a batch takes.</summary>
    TooManyRows,

    /// <summary>More bytes than a file may have.</summary>
    TooManyBytes,

    /// <summary>More texts to embed than a batch takes.</summary>
    TooManyInputs,

    /// <summary>A line larger than lines may be.</summary>
    LineTooLong,

    /// <summary>A line without anything in it.</summary>
    BlankLine,

    /// <summary>Bytes that are no UTF-8.</summary>
    NotUtf8,

    /// <summary>A zero byte.</summary>
    NulByte,

    /// <summary>Half of a surrogate pair.</summary>
    HalfSurrogate,

    /// <summary>No JSON, or something behind it.</summary>
    InvalidJson,

    /// <summary>JSON, but no object.</summary>
    NotAnObject,

    /// <summary>No id.</summary>
    MissingId,

    /// <summary>An id that is too short, too long, or has letters it may not have.</summary>
    BadId,

    /// <summary>An id that an earlier line has.</summary>
    DuplicateId,

    /// <summary>No method, or another than POST.</summary>
    BadMethod,

    /// <summary>No url, or one that cannot be batched.</summary>
    BadUrl,

    /// <summary>Another url than the first line's.</summary>
    MixedUrls,

    /// <summary>No request in the line.</summary>
    MissingBody,

    /// <summary>No model.</summary>
    MissingModel,

    /// <summary>Another model than the first line's.</summary>
    MixedModels,

    /// <summary>An answer in pieces is asked for.</summary>
    Streaming,

    /// <summary>Nothing is asked: no messages, contents or input.</summary>
    MissingInput,

    /// <summary>A message that the endpoint refuses.</summary>
    BadMessage,

    /// <summary>A limit of output tokens that is missing or out of range.</summary>
    BadMaxTokens,

    /// <summary>A member that batches do not take.</summary>
    Unsupported,
}
