using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Nightshift.Simulator.Answers;

/// <summary>The embedding of a text: a unit vector drawn from its hash, the same on every machine.</summary>
internal static class UnitVector
{
    public const int DefaultDimensions = 32;
    public const int MostDimensions = 4096;

    public static float[] Of(string text, int dimensions)
    {
        var state = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var vector = new double[dimensions];
        var square = 0.0;
        for (var i = 0; i < dimensions; i++)
        {
            // SplitMix64, as the dice use it.
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            vector[i] = ((mixed ^ (mixed >> 31)) >> 11) * (2.0 / (1UL << 53)) - 1;
            square += vector[i] * vector[i];
        }

        var length = Math.Sqrt(square);
        return Array.ConvertAll(vector, part => (float)(part / length));
    }
}
