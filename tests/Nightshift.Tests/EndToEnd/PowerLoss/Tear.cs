namespace Nightshift.Tests.EndToEnd.PowerLoss;

/// <summary>What a disk that loses its power keeps of the writes that were not synced.</summary>
internal enum Tear
{
    /// <summary>None of them.</summary>
    Nothing,

    /// <summary>All of them.</summary>
    Everything,

    /// <summary>Any of them, each whole, in any order.</summary>
    WholeWrites,

    /// <summary>Any of their sectors of 4 KB.</summary>
    LargeSectors,

    /// <summary>Any of their sectors of 512 bytes.</summary>
    SmallSectors,

    /// <summary>The same, and what lay on the disk before in the place of the others.</summary>
    StaleSectors,
}
