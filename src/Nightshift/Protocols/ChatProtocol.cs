using System.Net.Http.Headers;
using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Protocols;

/// <summary>
/// A wire format of chat: where a request goes, how it is signed, what its body is, and what an answer says. Who speaks it, and at which
/// address, is the provider's matter. Stateless.
/// </summary>
public abstract class ChatProtocol
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64 };

    /// <summary>What the body's members are that the task decides: parameters may not name them.</summary>
    public abstract IReadOnlyList<string> OwnMembers { get; }

    /// <summary>The path behind the base address.</summary>
    /// <param name="model">The model as its provider calls it.</param>
    public abstract string Path(string model);

    /// <summary>Signs a request.</summary>
    public abstract void Authorize(HttpRequestHeaders headers, string key);

    /// <summary>Reads the body of a 2xx answer: the reply, or null with the reason when the body is not one.</summary>
    public Reply? Parse(ReadOnlyMemory<byte> body, out string? fault)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Limits);
            return Read(document.RootElement, out fault);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with a lone surrogate, which has no UTF-16 form.
            fault = "the answer is not valid JSON";
            return null;
        }
    }

    /// <summary>Reads an answer that is JSON. Lenient where servers differ, strict about having an answer.</summary>
    protected abstract Reply? Read(JsonElement answer, out string? fault);

    /// <summary>What all bodies of a task share.</summary>
    internal abstract ChatFrame Frame(TaskDefinition task);
}

/// <summary>The bytes around a body's texts: head, then system and user text in their brackets, then the tail.</summary>
/// <param name="Head">From the first byte.</param>
/// <param name="System">Before and behind the system text; left out with it.</param>
/// <param name="User">Before and behind the prompt.</param>
/// <param name="Tail">To the last byte, for a limit of output tokens.</param>
internal sealed record ChatFrame(string Head, (string Opening, string Closing) System, (string Opening, string Closing) User, Func<int?, string> Tail);
