namespace Nightshift.Protocols.Batches.Gemini;

/// <summary>The codes of google.rpc.Status (google/rpc/code.proto).</summary>
internal static class RpcCode
{
    /// <summary>The code of what was cancelled.</summary>
    public const long Cancelled = 1;

    /// <summary>The HTTP status that the code has live. Batches were seen with both kinds of codes (2026-08): an HTTP status stays as it is.</summary>
    public static int HttpStatus(long code) => code switch
    {
        Cancelled => 499,
        3 or 9 or 11 => 400,
        4 => 504,
        5 => 404,
        6 or 10 => 409,
        7 => 403,
        8 => 429,
        12 => 501,
        14 => 503,
        16 => 401,
        >= 400 and < 600 => (int)code,
        _ => 500,
    };
}
