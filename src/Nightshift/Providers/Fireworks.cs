using Nightshift.Protocols.Batches.Fireworks;

namespace Nightshift.Providers;

/// <summary>Fireworks, OpenAI-compatible live endpoint (documentation, general knowledge of 2026-11); its batches are another API.</summary>
internal static class Fireworks
{
    private const string AccountVariable = "FIREWORKS_ACCOUNT_ID";
    private const string LivePath = "/inference/v1";

    public static Provider Provider { get; } = new()
    {
        Name = "fireworks",
        BaseAddress = new Uri("https://api.fireworks.ai/inference/v1"),
        KeyVariable = "FIREWORKS_API_KEY",
        BaseAddressVariable = "FIREWORKS_BASE_URL",
        Batch = new()
        {
            Protocol = FireworksBatchProtocol.Instance,
            // No limits are documented: as others have them, and what a form may bring.
            MostRows = 50_000,
            MostBytes = 100_000_000,
            Discount = 0.5m,
            Window = TimeSpan.FromHours(24),
            Endpoints = ["chat"],
            Caveats =
            [
                "Price, time and limits of batches are unverified.",
                "Models are named in full: fireworks/accounts/fireworks/models/….",
                $"The account's id is needed beside the key: {AccountVariable}.",
            ],
            Source = "fw python-sdk 8399c12; batchwork provider notes",
            AsOf = new DateOnly(2026, 8, 1),
            Address = BatchAddress,
        },
    };

    private static Uri BatchAddress(Uri live, Func<string, string?> environment)
    {
        var account = environment(AccountVariable)
            ?? throw new ConnectionException($"{AccountVariable} is not set; export {AccountVariable}=… with the id of your Fireworks account: batches are the account's");
        var address = live.AbsoluteUri.TrimEnd('/');
        return address.EndsWith(LivePath, StringComparison.Ordinal)
            ? new Uri($"{address[..^LivePath.Length]}/v1/accounts/{Uri.EscapeDataString(account)}")
            : throw new ConnectionException($"'{live}' is not an address of Fireworks: for batches it must end in {LivePath}");
    }
}
