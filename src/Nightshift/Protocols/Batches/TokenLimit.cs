namespace Nightshift.Protocols.Batches;

internal static class TokenLimit
{
    public static bool IsOne(BatchFault fault) => fault.Code == "token_limit_exceeded";

    public static bool IsOne(Refusal refusal) => false;

    public static long? LimitOf(string text) => null;
}
