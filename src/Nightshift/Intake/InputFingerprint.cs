using System.Security.Cryptography;

namespace Nightshift.Intake;

/// <summary>What makes an input the same input: its content, wherever it lies.</summary>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Length">Bytes.</param>
public sealed record InputFingerprint(string Sha256, long Length)
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Reads the whole file, in one pass and a fixed amount of memory; on the caller's thread, as all reading of inputs.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static InputFingerprint Compute(string path, CancellationToken cancellation = default)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var block = new byte[BlockBytes];
            while (file.Read(block) is > 0 and var read)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(block, 0, read);
            }

            return new InputFingerprint(Convert.ToHexStringLower(hash.GetHashAndReset()), file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
