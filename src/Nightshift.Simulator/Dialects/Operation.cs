using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects;

/// <summary>What a call at a provider's address asks for.</summary>
internal abstract record Operation
{
    /// <summary>A live answer.</summary>
    /// <param name="Endpoint">How it is asked and answered.</param>
    /// <param name="Model">The model when the path names it.</param>
    /// <param name="Held">Held in a queue as long as a batch, at a batch's price.</param>
    public sealed record Live(Endpoint Endpoint, string? Model = null, bool Held = false) : Operation;

    /// <summary>The list of models, or one of them.</summary>
    public sealed record Models(string? Name) : Operation;

    /// <summary>Something about files and batches.</summary>
    /// <param name="Kind">What faults and the ledger call it.</param>
    /// <param name="Receive">Reads the body; a refusal ends the call.</param>
    /// <param name="Execute">Does it and writes the answer; a refusal is written in its place.</param>
    public sealed record Keep(CallKind Kind, Func<DialectCall, Task<Refusal?>> Receive, Func<DialectCall, Refusal?> Execute) : Operation
    {
        /// <summary>Needs no key: the address itself is the secret, as with presigned ones.</summary>
        public bool Keyless { get; init; }
    }

    /// <summary>The path is known, the method is not.</summary>
    public sealed record WrongMethod : Operation;
}
