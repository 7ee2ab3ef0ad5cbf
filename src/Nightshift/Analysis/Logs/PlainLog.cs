namespace Nightshift.Analysis.Logs;

/// <summary>
/// Any table or JSON lines: columns whose names speak for themselves are taken as what they say, others as the user maps them.
/// </summary>
internal static class PlainLog
{
    /// <summary>What the user may name, and the names of columns that speak for themselves: letters and digits alone, in lower case.</summary>
    private static readonly (string Name, LogField Field, string[] Columns)[] Known =
    [
        ("time", LogField.Time, ["time", "timestamp", "ts", "date", "datetime", "createdat", "created", "starttime", "startedat", "start", "requesttime", "requestedat", "loggedat"]),
        ("end", LogField.End, ["endtime", "endedat", "end", "completedat", "finishedat", "responsetime"]),
        ("latency", LogField.Milliseconds, ["latencyms", "durationms", "delayms", "elapsedms"]),
        ("latency_s", LogField.Seconds, ["latencys", "durations", "latencyseconds", "durationseconds", "elapsedseconds"]),
        ("provider", LogField.Provider, ["provider", "vendor", "customllmprovider"]),
        ("model", LogField.Model, ["model", "modelname", "modelid", "requestmodel", "deployment"]),
        ("input", LogField.Input, ["inputtokens", "prompttokens", "tokensin", "input", "promptcount", "inputtokencount", "prompttokencount", "tokensinput", "tokensprompt", "intokens"]),
        ("output", LogField.Output, ["outputtokens", "completiontokens", "tokensout", "output", "outputtokencount", "completiontokencount", "tokensoutput", "tokenscompletion", "outtokens", "generatedtokens"]),
        ("cached", LogField.Cached, ["cachedtokens", "cachedinputtokens", "cachereadtokens", "cachereadinputtokens", "inputcachedtokens", "promptcachereadtokens", "cachedprompttokens"]),
        ("cache_write", LogField.CacheWrite, ["cachewritetokens", "cachecreationtokens", "cachecreationinputtokens", "promptcachewritetokens"]),
        ("reasoning", LogField.Reasoning, ["reasoningtokens", "thinkingtokens"]),
        ("cost", LogField.Cost, ["cost", "costusd", "usd", "spend", "totalcost", "price", "costindollars", "totalcostusd"]),
        ("workload", LogField.Workload, ["workload", "team", "project", "app", "application", "service", "feature", "job", "task", "usecase", "tag"]),
        ("tag", LogField.Tag, ["tags", "labels", "purpose", "priority", "environment", "env", "mode"]),
        ("operation", LogField.Operation, ["operation", "endpoint", "calltype", "requestpath", "path"]),
        ("tier", LogField.Tier, ["servicetier", "tier"]),
        ("batch", LogField.IsBatch, ["batch", "isbatch"]),
        ("user", LogField.Person, ["enduser", "enduserid", "session", "sessionid", "conversation", "conversationid", "threadid", "chatid"]),
        ("stream", LogField.IsStream, ["stream", "streamed", "streaming", "isstream"]),
        ("prompt", LogField.Prompt, ["prompt", "messages", "inputtext", "prompttext"]),
        ("parameters", LogField.Parameter, ["parameters", "modelparameters", "params"]),
        ("status", LogField.Status, ["status", "statuscode", "responsestatus", "httpstatus"]),
        ("requests", LogField.Requests, ["requests", "nummodelrequests", "requestcount", "numrequests"]),
    ];

    // What the answers of the APIs are logged with, when somebody logs them as they are.
    private static readonly (string Path, LogField Field)[] Nested =
    [
        ("usage.prompt_tokens", LogField.Input), ("usage.input_tokens", LogField.Input),
        ("usage.completion_tokens", LogField.Output), ("usage.output_tokens", LogField.Output),
        ("usage.prompt_tokens_details.cached_tokens", LogField.Cached), ("usage.input_tokens_details.cached_tokens", LogField.Cached),
        ("usage.cache_read_input_tokens", LogField.Cached), ("usage.cache_creation_input_tokens", LogField.CacheWrite),
        ("usage.completion_tokens_details.reasoning_tokens", LogField.Reasoning), ("usage.output_tokens_details.reasoning_tokens", LogField.Reasoning),
        ("metadata.*", LogField.Tag),
    ];

    /// <summary>What can be mapped.</summary>
    public static IEnumerable<string> Names => Known.Select(static known => known.Name);

    /// <summary>Whether columns alone show that this is a log: they name a model, and tokens.</summary>
    public static bool IsKnown(IReadOnlyList<string> columns) =>
        columns.Any(static column => Guess(column) == LogField.Model) && columns.Any(static column => Guess(column) is LogField.Input or LogField.Output || column == "usage");

    /// <summary>The meaning of columns.</summary>
    /// <param name="columns">Their names.</param>
    /// <param name="mapping">What the user said: from what can be mapped to a column or a path.</param>
    public static FieldMap Map(IReadOnlyList<string> columns, IReadOnlyDictionary<string, string> mapping)
    {
        var said = mapping.Select(pair => (Path: pair.Value, Known.First(known => known.Name == pair.Key).Field)).ToList();
        // What the user has named is not guessed besides, neither the meaning nor the column.
        var guessed = columns
            .Select(static column => (Path: column, Field: Guess(column)))
            .Where(guess => guess.Field != LogField.None && !said.Any(one => one.Field == guess.Field || one.Path == guess.Path));
        return new FieldMap([.. Nested.Where(nested => !said.Any(one => one.Field == nested.Field)), .. guessed, .. said]);
    }

    private static LogField Guess(string column)
    {
        var bare = string.Concat(column.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return Array.Find(Known, known => known.Columns.Contains(bare, StringComparer.Ordinal)).Field;
    }
}
