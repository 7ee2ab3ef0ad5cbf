using System.Security.Cryptography;

namespace Nightshift.Intake;

/// <summary>What makes an input the same input: its content, wherever it lies.</summary>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Length">Bytes.</param>
public sealed record InputFingerprint(string Sha256, long Length)
{
    /// <summary>Reads the whole file, in one pass and a fixed amount of memory.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static async Task<InputFingerprint> ComputeAsync(string path, CancellationToken cancellation = default)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 20, FileOptions.SequentialScan);
            return new InputFingerprint(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation)), file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
