using Nightshift.Stores;
using Nightshift.Stores.Sqlite;

namespace Nightshift.Cli;

/// <summary>The store beside its owner: for commands that only look.</summary>
internal static class ReadOnlyStore
{
    /// <summary>The store of the folder, or null when it has none yet.</summary>
    public static IStore? Open(string home) => StoreFolder.Exists(home) ? SqliteStore.OpenReadOnly(home) : null;

    /// <summary>The store of the folder.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static IStore Require(string home) =>
        Open(home) ?? throw new UsageException($"there are no jobs in {home} yet; start one with: nightshift run INPUT --task FILE -o OUTPUT");
}
