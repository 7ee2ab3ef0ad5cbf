using System.Text.Json;
using Nightshift.Simulator.Endpoints;

namespace Nightshift.Simulator.Batches;

/// <summary>What a client asks for when it makes a batch.</summary>
internal sealed record BatchOrder
{
    public required string Id { get; init; }

    /// <summary>How its lines are read and written.</summary>
    public required LineFormat Format { get; init; }

    /// <summary>The endpoint as the client wrote it; null where a batch has none.</summary>
    public string? EndpointPath { get; init; }

    /// <summary>The endpoint of all its rows; null where each row has its own.</summary>
    public Endpoint? Endpoint { get; init; }

    /// <summary>The model of all its rows; null where each row names it.</summary>
    public string? Model { get; init; }

    /// <summary>The input file as the client named it.</summary>
    public string? InputFileId { get; init; }

    /// <summary>The input; null when there is no such file.</summary>
    public StoredFile? Input { get; init; }

    /// <summary>What is known of the input already; null looks at it in the background.</summary>
    public Validation? Checked { get; init; }

    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whether the window is an end and not only a goal, as at Azure (azure-ai-docs, 2026-08).</summary>
    public bool Expires { get; init; } = true;

    /// <summary>The window as the client wrote it.</summary>
    public string? WindowText { get; init; }

    /// <summary>A display name or a prefix for results.</summary>
    public string? Name { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <summary>Whether results are to come inside of the batch object.</summary>
    public bool Inline { get; init; }

    /// <summary>The key of the client that made it.</summary>
    public string Key { get; init; } = "";

    /// <summary>How long its results are kept.</summary>
    public TimeSpan? OutputLife { get; init; }

    /// <summary>Whether the input goes with the end of the batch (Zhipu's default).</summary>
    public bool DeletesInput { get; init; }
}
