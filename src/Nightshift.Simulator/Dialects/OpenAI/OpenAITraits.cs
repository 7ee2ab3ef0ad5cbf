using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.OpenAI;

/// <summary>What differs between the providers that follow OpenAI's files and batches.</summary>
internal sealed record OpenAITraits
{
    public ErrorShape Errors { get; init; } = ErrorShapes.OpenAI;

    /// <summary>Whether there are files and batches at all.</summary>
    public bool Batches { get; init; } = true;

    /// <summary>Whether live calls are held in a queue, at a batch's price.</summary>
    public bool Held { get; init; }

    /// <summary>Whether an upload names its purpose (xAI's does not).</summary>
    public bool PurposeRequired { get; init; } = true;

    /// <summary>The endpoints that a batch can name.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = ["/v1/responses", "/v1/chat/completions", "/v1/embeddings", "/v1/completions", "/v1/moderations"];

    /// <summary>The completion windows, shortest and longest.</summary>
    public (TimeSpan Least, TimeSpan Most) Windows { get; init; } = (TimeSpan.FromHours(24), TimeSpan.FromHours(24));

    /// <summary>Whether batches end with their window.</summary>
    public bool Expires { get; init; } = true;

    /// <summary>Whether the window must be given.</summary>
    public bool WindowRequired { get; init; } = true;

    public OpenAILines Lines { get; init; } = new();

    /// <summary>The status word of a stage.</summary>
    public Func<Stage, string> Word { get; init; } = LowerCase;

    public string FileIdPrefix { get; init; } = "file-";

    /// <summary>How long uploads for batches and results are kept; null is for ever.</summary>
    public TimeSpan? FileLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The shortest life that a client can ask for.</summary>
    public TimeSpan LeastFileLife { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Batches in a list when the client does not say.</summary>
    public int ListLimit { get; init; } = 20;

    /// <summary>Whether lists come in pages.</summary>
    public bool Paged { get; init; } = true;

    /// <summary>Whether batches tell their model and usage.</summary>
    public bool TellsUsage { get; init; } = true;

    /// <summary>Whether the input goes with the end of the batch unless the client says otherwise.</summary>
    public bool DeletesInput { get; init; }

    /// <summary>The provider's word for a fault of the input.</summary>
    public Func<string, string> FaultCode { get; init; } = code => code;

    public static string LowerCase(Stage stage) => stage == Stage.Running ? "in_progress" : stage.ToString().ToLowerInvariant();
}
