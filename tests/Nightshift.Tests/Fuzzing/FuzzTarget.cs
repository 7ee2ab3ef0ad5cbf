namespace Nightshift.Tests.Fuzzing;

/// <summary>A piece of the product that reads what others wrote, and what must be true of it for any input. One instance a thread.</summary>
internal abstract class FuzzTarget
{
    public virtual string Name => GetType().Name.Replace("Target", "");

    /// <summary>Inputs that are right, as they come from the world.</summary>
    public abstract byte[][] Seeds { get; }

    /// <summary>What its inputs are made of.</summary>
    public abstract byte[][] Tokens { get; }

    /// <summary>What nests in it.</summary>
    public virtual (byte[] Open, byte[] Close)[] Brackets { get; } = [([(byte)'['], [(byte)']']), ([.. "{\"a\":"u8], [(byte)'}'])];

    /// <summary>Memory that a call may take beside 64 times its input: buffers of a fixed size.</summary>
    public abstract int FixedBytes { get; }

    /// <summary>How much was made beyond the input because it asked for that, such as a loop's output.</summary>
    public virtual long OutputBytes => 0;

    /// <summary>With what it was called, for the failure's words.</summary>
    public virtual string Setting => "nothing beside the input";

    /// <summary>The share of inputs that must be taken: fewer means that the generator makes garbage.</summary>
    public virtual double LeastAccepted => 0.2;

    /// <summary>Classes that a run must have met.</summary>
    public abstract string[] MustMeet { get; }

    /// <summary>Writes an input that is mostly right.</summary>
    public abstract void Generate(FuzzRandom random, FuzzBuffer input);

    /// <summary>Makes everything ready for the call that is measured.</summary>
    public abstract void Prepare(FuzzRandom random, ReadOnlyMemory<byte> input);

    /// <summary>Calls the product, and nothing else: its time and memory are measured.</summary>
    public abstract void Exercise();

    /// <summary>Judges what came: whether the input was accepted, or a <see cref="FuzzFault"/>.</summary>
    public abstract bool Verify(FuzzRandom random, FuzzTally tally);
}

/// <summary>A property that does not hold.</summary>
internal sealed class FuzzFault(string message) : Exception(message)
{
    public static void Unless(bool holds, string message)
    {
        if (!holds)
            throw new FuzzFault(message);
    }
}
