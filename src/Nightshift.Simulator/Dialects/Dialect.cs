using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects;

/// <summary>What one provider calls things: paths, shapes, words and limits. It holds no state; an <see cref="Account"/> does.</summary>
internal abstract class Dialect
{
    /// <summary>How it writes errors.</summary>
    public virtual ErrorShape Errors => ErrorShapes.OpenAI;

    /// <summary>How it tells its limits.</summary>
    public virtual LimitStyle Limits => LimitStyle.OpenAI;

    /// <summary>Whether a client sees only what was made with its own key.</summary>
    public virtual bool KeysApart => false;

    /// <summary>Whether an expired or cancelled batch gives what was done.</summary>
    public virtual bool KeepsPartialWork => true;

    /// <summary>Whether a batch fails when its tokens find no room in the queue.</summary>
    public virtual bool QueuesTokens => false;

    /// <summary>Finds what a call asks for; null when there is nothing of that name.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path below the base address, in parts.</param>
    public abstract Operation? Find(string method, string[] path);

    /// <summary>The refusal of a key in this dialect's words.</summary>
    public virtual Refusal RefuseKey(Refusal refusal) => refusal;

    /// <summary>Makes a result file of a batch; null when nothing was written and so there is none.</summary>
    public abstract StoredFile? ResultFile(Batch batch, string? path, bool isError, DateTimeOffset createdAt, TimeSpan arrival);
}
