namespace Nightshift.Intake;

/// <summary>Standard input, kept in a file: what was piped in once must be there after a crash. Named by its content, so the same input is the same file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Fingerprint">Its content's.</param>
public sealed record SpooledInput(string Path, InputFingerprint Fingerprint)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Copies a stream into the folder.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static async Task<SpooledInput> FromStandardInputAsync(Stream input, string folder, CancellationToken cancellation = default)
    {
        var partial = System.IO.Path.Combine(folder, $"stdin-{Guid.NewGuid():N}.partial");
        try
        {
            Directory.CreateDirectory(folder);
            await CopyAsync(input, partial, cancellation);
            var fingerprint = InputFingerprint.Compute(partial, cancellation);
            var path = System.IO.Path.Combine(folder, $"stdin-{fingerprint.Sha256}");
            File.Move(partial, path, overwrite: true);
            return new SpooledInput(path, fingerprint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"standard input cannot be kept in {folder}: {e.Message}; choose another folder with --home", e);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static async Task CopyAsync(Stream input, string partial, CancellationToken cancellation)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        await using var file = new FileStream(partial, options);
        await input.CopyToAsync(file, cancellation);
        file.Flush(flushToDisk: true);
    }
}
