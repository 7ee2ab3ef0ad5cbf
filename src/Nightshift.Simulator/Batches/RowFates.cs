using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Batches;

/// <summary>The ends of rows that faults bring about.</summary>
internal static class RowFates
{
    private static readonly Refusal NoCredit = Refusal.Invalid(
        "Your credit balance is too low to access the API. Please go to Plans & Billing to upgrade or purchase credits.", "billing_hard_limit_reached");

    public static readonly RowFate Expired = new RowFate.Undone("batch_expired", "This request could not be executed before the completion window expired.");

    public static readonly RowFate Cancelled = new RowFate.Undone("batch_cancelled", "This request was not executed because the batch was cancelled.");

    public static readonly RowFate Errored = new RowFate.Undone("server_error",
        "An error occurred while processing your request. You can retry your request, or contact us through our help center if the error persists. Please include the request ID in your message.");

    /// <summary>The fate that a fault gives in place of an answer; null when it leaves the answer alone.</summary>
    public static RowFate? Of(RowTwist? twist) => twist switch
    {
        RowTwist.BadRequest => new RowFate.Refused(FaultRefusals.BadRequest),
        RowTwist.NotFound => new RowFate.Refused(FaultRefusals.ModelNotFound),
        RowTwist.Throttled => new RowFate.Refused(FaultRefusals.Requests),
        RowTwist.ServerError => new RowFate.Refused(FaultRefusals.Server(500, "The server had an error while processing your request.")),
        RowTwist.Overloaded => new RowFate.Refused(new Refusal(529, "overloaded_error", "Overloaded")),
        RowTwist.NoCredit => new RowFate.Refused(NoCredit),
        RowTwist.ContentFilter => new RowFate.Refused(FaultRefusals.ContentFilter),
        RowTwist.TimedOut => new RowFate.Undone("request_timeout", "This request timed out."),
        RowTwist.ErrorOutside => new RowFate.Refused(FaultRefusals.Server(500, "The server had an error while processing your request.")) { Outside = true },
        _ => null,
    };
}
