using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Scenarios;

/// <summary>What providers were seen doing, by name: each scenario is a bundle of faults.</summary>
public static class NamedScenarios
{
    private static readonly Scenario[] Scenarios =
    [
        // Batches that end otherwise than hoped.
        new("all-rows-failed", "kaapi-backend#723", "every row fails: the batch is completed, and has only an error file", ["row-400"]),
        new("expired-with-output", "warmbly PR 333", "the first batch expires with a tenth done, which is paid", ["batch-expired:first=1,share=0.1"]),
        new("expired-at-once", "curator#226", "the first batch expires with nothing done", ["batch-expired:first=1,share=0"]),
        new("expired-error-lines", "kaapi-backend#757", "the first batch expires, and each row says that an error occurred", ["batch-error-lines:first=1"]),
        new("cancelled-by-provider", "xai-sdk-python", "the first batch is cancelled by the provider, half done", ["batch-cancelled:first=1"]),
        new("partial-success", "inspect_ai changelog, courtlistener#6907", "the first batch ends in the state of partial success that clients forget", ["batch-partial:first=1"]),
        new("failed-by-provider", "hypothetical", "the first batch fails by the provider's own fault", ["batch-failed:first=1"]),
        new("file-said-missing", "kaibo PR 169", "the first batch fails because its file is said not to exist, which it does", ["batch-file-not-found:first=1"]),
        new("token-limit", "openai-python#2084", "the first two batches fail with token_limit_exceeded", ["batch-token-limit:first=2"]),
        new("token-limit-at-create", "azure-ai-docs 2026-08", "the first two creates are refused with token_limit_exceeded (Azure's regions that fail fast)", ["batch-token-limit-at-create:first=2"]),
        new("mixed-results", "instructor#2529", "rows that succeed, fail, and fail in ways worth a retry", ["row-400:0.1", "row-429:0.1", "row-500:0.1", "row-timeout:0.1"]),
        new("credit-runs-out", "curator#296", "most rows fail because the account has no credit", ["row-credit:0.7"]),
        new("model-not-in-batch", "openai-python#3071", "a model that answers live is not found inside of a batch", ["row-404"]),

        // Time.
        new("cancel-settles-late", "litellm#37205", "a cancel takes ten minutes, and what was done is billed", ["cancel-slow"]),
        new("cancel-too-late", "Vertex states 2026-08", "a cancelled batch ends completed", ["cancel-too-late"]),
        new("cancel-loses-rows", "seen live 2026", "after a cancel the rows that were counted as done are in no file", ["cancel-loses-rows"]),
        new("slow-batch", "python-genai#1482", "batches take 25 h more than they should: those with a hard window expire", ["batch-stuck:delay=25h"]),
        new("stuck-finalizing", "curator#287", "batches stay in finalizing for an hour", ["batch-stuck-finalizing"]),
        new("vanished-batch", "tensorzero#1198", "the first batch is 404 once half of its time is over", ["batch-vanished:first=1"]),
        new("polls-throttled", "hypothetical", "a third of the polls is refused with a retry-after", ["429-rpm:call=poll,rate=0.33,delay=5s"]),

        // Files that are late, or say other things than they should.
        new("late-output", "litellm#37713", "a batch is completed 30 s before its file ids appear", ["batch-late-output"]),
        new("forbidden-download", "langextract", "the first two downloads of results are 403", ["403:call=download,first=2"]),
        new("unknown-download", "hypothetical", "the first two downloads of results are 404", ["404:call=download,first=2"]),
        new("file-not-ready", "curator PR 406", "an uploaded file is unknown to a create for 5 s", ["file-pending"]),
        new("file-quota-full", "sourcelibrary-v2 PR 289", "uploads are refused because the store is full", ["429-quota:call=upload"]),
        new("truncated-download", "sage-wiki#124", "the first download of results ends in the middle, the length tells", ["execute-then-truncate:call=download,first=1"]),
        new("short-download", "mistral client-python#159", "the first download of results ends in the middle, and nothing tells but its last line", ["close-early:call=download,first=1"]),
        new("untyped-results", "anthropic-sdk-php#30", "results come under another content type", ["wrong-content-type:call=download"]),
        new("inline-output", "bifrost#3951", "results come inline although a file was sent", ["batch-inline-output"]),
        new("foreign-results-url", "stdapi.ai#161", "results_url names another host", ["results-foreign-url"]),

        // Lines of results.
        new("rows-missing", "kaibo#136", "a tenth of the rows is in no file", ["row-missing:0.1"]),
        new("rows-twice", "sglang#4026; hypothetical", "lines come twice, the second time the same or otherwise, and lines for ids that nobody sent", ["row-duplicate:0.1", "row-conflicting:0.1", "row-foreign:0.1"]),
        new("rows-shuffled", "python-genai#1909", "lines in another order, some without their id", ["results-shuffled", "row-no-id:0.05"]),
        new("rows-malformed", "GoModel#108", "lines that are no JSON, and a last one that is cut", ["row-malformed:0.05", "results-truncated"]),
        new("rows-empty", "sourcelibrary-v2#4458", "rows that succeed without an answer", ["row-empty:0.1"]),
        new("errors-outside", "artefactual PR 332", "errors stand beside an absent response, as vLLM writes them", ["row-error-outside:0.2"]),
        new("line-separators", "modaic PR 188", "lines hold U+2028, U+2029 and U+0085", ["row-separators"]),
        new("crlf-results", "hypothetical", "CRLF, blank lines and a BOM in results", ["results-crlf", "results-bom"]),

        // Objects.
        new("azure-quirks", "azure-ai-docs 2026-08", "what Azure's documentation shows: capitals, ISO times, empty ids, null endpoint, pending files, an error file of zero bytes",
            ["batch-capital-status", "batch-iso-times", "batch-empty-ids", "batch-null-endpoint", "batch-empty-error-file", "file-pending"]),
        new("empty-ids", "kaibo PR 93", "file ids that are not there are empty strings", ["batch-empty-ids"]),
        new("counts-as-strings", "kaibo PR 8", "counts are JSON strings", ["batch-counts-strings"]),
        new("counts-null", "litellm PR 37208", "counts are null", ["batch-counts-null"]),
        new("unknown-status", "curator PR 406", "a status that no documentation names", ["batch-unknown-status"]),
        new("status-regression", "hypothetical", "completed batches say in progress again (hypothetical)", ["batch-status-regression"]),

        // Calls whose outcome is unclear.
        new("create-reset", "ogx#3144", "the first create is done, then the connection is reset; lists lag by 90 s", ["execute-then-reset:call=create,first=1", "batch-hidden"]),
        new("create-timeout", "ogx#3144", "the first create is done, then there is silence; lists lag by 90 s", ["execute-then-timeout:call=create,first=1", "batch-hidden"]),
        new("create-500", "curator#120", "the first create is done, then 500; lists lag by 90 s", ["execute-then-500:call=create,first=1", "batch-hidden"]),
        new("create-truncated", "hypothetical", "the first create is done, then half an answer; lists lag by 90 s", ["execute-then-truncate:call=create,first=1", "batch-hidden"]),
        new("create-garbage", "hypothetical", "the first create is done, then an answer that is no JSON; lists lag by 90 s", ["execute-then-garbage:call=create,first=1", "batch-hidden"]),
        new("create-dropped", "steadybatch 9", "the first create is reset before it is done", ["drop-before-execute:call=create,first=1"]),
        new("create-too-large", "Anthropic's Batch guide 2026-08", "the first create is 413", ["413:call=create,first=1"]),
        new("create-too-large-page", "Anthropic's Batch guide 2026-08", "the first create is 413 with a gateway's HTML page", ["413:call=create,first=1", "html-body:call=create,first=1"]),
        new("spend-cap", "Anthropic's rate limit page 2026-08", "creates are 429 without a retry-after, which no retry clears", ["429-bare:call=create"]),
        new("create-throttled", "python-genai#1901", "the first two creates are 429", ["429-rpm:call=create,first=2"]),
        new("upload-reset", "hypothetical", "the first upload is done, then the connection is reset; lists lag by 90 s", ["execute-then-reset:call=upload,first=1", "file-hidden"]),
        new("upload-500", "hypothetical", "the first upload is done, then 500; lists lag by 90 s", ["execute-then-500:call=upload,first=1", "file-hidden"]),
        new("upload-dropped", "steadybatch 9", "the first upload is reset before it is done", ["drop-before-execute:call=upload,first=1"]),
    ];

    /// <summary>The names and what each shows.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Scenarios.ToDictionary(scenario => scenario.Name, scenario => scenario.Summary, StringComparer.Ordinal);

    /// <summary>Lays a scenario over options: its faults come after theirs.</summary>
    /// <exception cref="ScenarioException">There is no such scenario.</exception>
    public static SimulatorOptions Apply(string name, SimulatorOptions onto) => onto with { Faults = [.. onto.Faults, .. Faults(name)] };

    /// <summary>The faults of a scenario.</summary>
    /// <exception cref="ScenarioException">There is no such scenario.</exception>
    public static IReadOnlyList<FaultRule> Faults(string name) =>
        Array.Find(Scenarios, scenario => scenario.Name == name) is { } found
            ? [.. found.Faults.Select(FaultRule.Parse)]
            : throw new ScenarioException($"there is no scenario '{name}'; the scenarios are {string.Join(", ", All.Keys)}");

    /// <summary>A bundle of faults.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Seen">Who reported it, by thread or document.</param>
    /// <param name="Summary">What happens.</param>
    /// <param name="Faults">The rules that make it happen.</param>
    private sealed record Scenario(string Name, string Seen, string Summary, string[] Faults);
}
