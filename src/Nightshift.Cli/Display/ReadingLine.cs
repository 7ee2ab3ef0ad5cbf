namespace Nightshift.Cli.Display;

/// <summary>How far an input has been read, on one line of a terminal that is gone afterwards; elsewhere nothing.</summary>
internal sealed class ReadingLine : IProgress<long>, IDisposable
{
    private const string Clear = "\r\e[K";

    public void Report(long value)
    {
        if (Screen.IsLive)
            Console.Error.Write($"{Clear}{Words.Count(value)} rows read");
    }

    public void Dispose()
    {
        if (Screen.IsLive)
            Console.Error.Write(Clear);
    }
}
