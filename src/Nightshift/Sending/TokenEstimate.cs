using Nightshift.Model;

namespace Nightshift.Sending;

/// <summary>How many tokens a call will count against a lane's limit: what is reserved until the provider says the true number.</summary>
internal sealed class TokenEstimate
{
    /// <summary>Bytes of English per token; other scripts need fewer bytes a token, but more of them a letter, and come out near.</summary>
    private const int BytesPerToken = 4;

    private const double Smoothing = 0.05;
    private const double FirstGuess = 256;

    private double _output = FirstGuess;

    /// <summary>Input by size, output by the limit, or by what answers came to so far when there is none.</summary>
    public long Of(int bodyBytes, int? maxTokens) => OfInput(bodyBytes) + (maxTokens ?? (long)Volatile.Read(ref _output));

    /// <summary>Input alone, by size.</summary>
    public static long OfInput(long bodyBytes) => bodyBytes / BytesPerToken;

    /// <summary>Takes in what an answer used.</summary>
    public void Learn(SendReport report)
    {
        if (report.Outcome is Outcome.Answered { Reply.Usage: { } usage })
            Volatile.Write(ref _output, (_output * (1 - Smoothing)) + (usage.OutputTokens * Smoothing));
    }
}
