namespace Nightshift.Model;

/// <summary>What stopped a job whose rows still wait.</summary>
public enum PauseCause
{
    /// <summary>The provider: a refused key, an empty account, a host that cannot be reached.</summary>
    Provider,

    /// <summary>The disk under the store is full.</summary>
    DiskFull,

    /// <summary>A budget has no room for the next call.</summary>
    Budget,
}
