namespace Nightshift.Stores;

/// <summary>The store cannot be opened, read or written: the message is for the user and ends with the cure.</summary>
public class StoreException : Exception
{
    /// <summary>With what happened and what to do about it.</summary>
    public StoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>
    /// The disk is full (or a quota is used up). What was being written is not in the store, all that was written before is;
    /// the same call may be made again when there is space.
    /// </summary>
    public bool IsDiskFull { get; init; }

    /// <summary>The disk refused to read or write. What was being written is not in the store, all that was written before is.</summary>
    public bool IsDiskFault { get; init; }
}

/// <summary>Another process owns the store.</summary>
/// <param name="message">Names the owner and what to do.</param>
/// <param name="owner">Who it is; null when it did not say.</param>
public sealed class StoreInUseException(string message, StoreOwner? owner) : StoreException(message)
{
    /// <summary>Who holds the store; null when it did not say.</summary>
    public StoreOwner? Owner { get; } = owner;
}

/// <summary>The process that holds a store, as it signed itself.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Command">What it was started as.</param>
/// <param name="Since">When it took the store.</param>
public sealed record StoreOwner(int Pid, string Command, DateTimeOffset Since);
