namespace Nightshift.Analysis.Logs;

/// <summary>What a value of a log means.</summary>
internal enum LogField
{
    None,

    /// <summary>When the request began, when it ended, and when its first token came.</summary>
    Time,
    End,
    FirstToken,

    /// <summary>How long it took; and a time to the first token, which only a streamed answer has.</summary>
    Milliseconds,
    Seconds,
    TimeToFirst,

    Provider,

    /// <summary>The model that was asked for, and the one that answered.</summary>
    Model,
    AnsweringModel,

    /// <summary>Tokens; cached and written ones are a part of the input.</summary>
    Input,
    Output,
    Cached,
    CacheWrite,
    HourCacheWrite,
    Reasoning,

    /// <summary>Input tokens beside the cached and the written ones: the parts add up.</summary>
    UncachedInput,

    /// <summary>Output tokens beside those of reasoning: the parts add up.</summary>
    PlainOutput,

    /// <summary>An amount, and the currency that it is in.</summary>
    Cost,
    Currency,

    /// <summary>What separates workloads, the best first.</summary>
    Workload,
    WorkloadOr,
    WorkloadElse,
    WorkloadLast,

    /// <summary>Words in which somebody may have said that it can wait.</summary>
    Tag,
    Operation,
    Tier,
    IsBatch,

    /// <summary>A person, a session or a conversation.</summary>
    Person,
    IsStream,

    /// <summary>The prompt; what else makes the request; and a body that holds both.</summary>
    Prompt,
    Parameter,
    Body,

    /// <summary>An HTTP status, or a word for failure.</summary>
    Status,

    /// <summary>That the gateway answered from a cache of its own; and the reference to that answer.</summary>
    GatewayHit,
    GatewayReference,

    /// <summary>What kind of record it is.</summary>
    Kind,
    Requests,

    /// <summary>Which context window the sum is of; what an amount is for.</summary>
    ContextWindow,
    LineItem,
}
