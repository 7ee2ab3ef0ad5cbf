using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.Stores;

/// <summary>
/// The hold of one process on a store's folder. The operating system frees it when the process ends, however it ends,
/// and keeps it while the process is stopped; <c>owner.json</c> beside it only says who that is.
/// </summary>
internal sealed partial class StoreLock : IDisposable
{
    // Between taking the folder and signing for it lie milliseconds, more when many start at once.
    private const int SignatureLooks = 50;
    private static readonly TimeSpan SignatureLook = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;
    private readonly string _ownerPath;

    private StoreLock(FileStream file, string ownerPath) => (_file, _ownerPath) = (file, ownerPath);

    /// <summary>Takes the folder for this process.</summary>
    /// <exception cref="StoreInUseException">Another holder is alive.</exception>
    /// <exception cref="StoreException">The folder cannot be written to.</exception>
    public static StoreLock Take(string folder, string command, TimeProvider time)
    {
        var path = StoreFolder.LockPath(folder);
        FileStream? file = null;
        try
        {
            file = StoreFolder.OpenPrivate(path, FileShare.None);
            var ownerPath = StoreFolder.OwnerPath(folder);
            StoreFolder.Touch(ownerPath);
            var owner = new StoreOwner(Environment.ProcessId, command, time.GetUtcNow());
            File.WriteAllBytes(ownerPath, JsonSerializer.SerializeToUtf8Bytes(owner, OwnerJson.Default.StoreOwner));
            return new StoreLock(file, ownerPath);
        }
        catch (IOException) when (file is null && File.Exists(path) && !Directory.Exists(path))
        {
            throw InUse(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw StoreFolder.CannotWrite(folder, fault);
        }
    }

    /// <summary>Gives the folder free. The lock file stays: removing it would let two processes lock two files of one name.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_ownerPath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A signature that stays behind is that of a process that is gone, and nobody minds it.
        }

        _file.Dispose();
    }

    private static StoreInUseException InUse(string folder)
    {
        var owner = AwaitSignature(folder);
        var who = owner is null ? "another process" : $"process {owner.Pid} (`{owner.Command}`, since {owner.Since:yyyy-MM-dd HH:mm:ss}Z)";
        return new StoreInUseException(
            $"the store in {folder} is in use by {who}: wait for it, follow it with `nightshift watch`, or name another folder with --home",
            owner);
    }

    /// <summary>
    /// The holder, who may have taken the folder just now, and may have had a predecessor who was killed. What he wrote cannot be
    /// checked from another container: then it is taken as it is.
    /// </summary>
    private static StoreOwner? AwaitSignature(string folder)
    {
        for (var look = 0; look < SignatureLooks; look++)
        {
            if (FindOwner(folder) is { } owner)
                return owner;
            Task.Delay(SignatureLook, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();
        }

        return ReadOwner(folder);
    }

    /// <summary>Who holds the folder now, for people to read; null when nobody does, or when he has not signed yet.</summary>
    public static StoreOwner? FindOwner(string folder)
    {
        if (ReadOwner(folder) is not { } owner)
            return null;
        try
        {
            // A signature outlives a process that was killed, and another process may have its number by now.
            using var process = Process.GetProcessById(owner.Pid);
            return process.StartTime.ToUniversalTime() <= owner.Since.UtcDateTime.AddSeconds(1) ? owner : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Null when the holder has not signed yet, or did not get to.</summary>
    private static StoreOwner? ReadOwner(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(StoreFolder.OwnerPath(folder)), OwnerJson.Default.StoreOwner);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(StoreOwner))]
    private sealed partial class OwnerJson : JsonSerializerContext;
}
