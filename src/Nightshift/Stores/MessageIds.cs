using System.Security.Cryptography;
using System.Text;
using Nightshift.Model;

namespace Nightshift.Stores;

/// <summary>Names an alert for its receivers. A function of the alert and its moment, so that nothing need be drawn and every store gives the same.</summary>
internal static class MessageIds
{
    private const int Bytes = 16;

    public static string Of(Alert alert, DateTimeOffset raisedAt)
    {
        var identity = $"{(int)alert.Kind}\n{alert.Subject}\n{raisedAt.ToUnixTimeMilliseconds()}";
        return "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, Bytes));
    }
}
