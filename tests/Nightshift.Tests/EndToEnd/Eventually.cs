namespace Nightshift.Tests.EndToEnd;

/// <summary>Waits for another process to come to a point that it does not announce.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private const int Looks = 1500;

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (condition())
                return;
            await Task.Delay(Look, TimeProvider.System, CancellationToken.None);
        }

        throw new TimeoutException($"not seen within {Look * Looks}: {what}");
    }
}
