using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Faults;

/// <summary>What can go wrong with a call, by the place where it does. A call meets at most one of each kind, except of stream quirks.</summary>
internal abstract record Fault(string Name, string Summary)
{
    /// <summary>A client that comes by TLS is shown a certificate that it should not take, and there is nothing behind it.</summary>
    public sealed record BadCertificate(string Name, string Summary) : Fault(Name, Summary);

    /// <summary>The request is never read.</summary>
    public sealed record StalledUpload(string Name, string Summary) : Fault(Name, Summary);

    /// <summary>The answer's first byte comes late.</summary>
    public sealed record SlowHeaders(string Name, string Summary, TimeSpan Delay) : Fault(Name, Summary);

    /// <summary>An error is answered and nothing is executed.</summary>
    public sealed record Refused(string Name, string Summary, Refusal Refusal) : Fault(Name, Summary);

    /// <summary>The connection is reset and nothing is executed.</summary>
    public sealed record Dropped(string Name, string Summary) : Fault(Name, Summary);

    /// <summary>The answer is whole on the wire, and cut or emptied in its words.</summary>
    public sealed record Reworded(string Name, string Summary, string FinishReason) : Fault(Name, Summary);

    /// <summary>The answer, or the error, is spoilt on its way.</summary>
    /// <param name="Name">Its name in rules and in the ledger.</param>
    /// <param name="Summary">What the client sees.</param>
    /// <param name="Deliver">Sends the answer.</param>
    /// <param name="AfterExecution">Meets only calls that were executed, and so billed.</param>
    /// <param name="Status">The status that is sent when it is not the answer's own; 0 for none.</param>
    public sealed record Spoilt(string Name, string Summary, Deliver Deliver, bool AfterExecution = false, int? Status = null) : Fault(Name, Summary);

    /// <summary>A batch or its files take another course than they should.</summary>
    public sealed record OnBatch(string Name, string Summary, BatchTwist Twist) : Fault(Name, Summary);

    /// <summary>One row of a batch, or its line in the results, is not as it should be.</summary>
    public sealed record OnRow(string Name, string Summary, RowTwist Twist) : Fault(Name, Summary);

    /// <summary>The stream of events is written in an unusual or a broken way.</summary>
    public sealed record Quirk(string Name, string Summary, StreamQuirks Quirks) : Fault(Name, Summary);
}

/// <summary>Sends an answer to the client, well or badly.</summary>
internal delegate Task Deliver(Delivery delivery);

/// <summary>Ways in which a stream of events differs from the usual; all of them combine.</summary>
[Flags]
internal enum StreamQuirks
{
    None = 0,
    Split = 1,
    NoDone = 2,
    Error = 4,
    CrLf = 8,
    Comments = 16,
    Cut = 32,
    MultiLine = 64,
    ByteOrderMark = 128,
    Cr = 256,
}
