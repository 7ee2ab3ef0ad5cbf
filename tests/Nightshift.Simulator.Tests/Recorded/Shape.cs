using System.Text.Json;

namespace Nightshift.Simulator.Tests.Recorded;

/// <summary>Compares objects by their members and the types of these; null is of any type.</summary>
internal static class Shape
{
    /// <summary>What is different.</summary>
    /// <param name="recorded">A real object.</param>
    /// <param name="ours">The simulator's.</param>
    /// <param name="ignored">Members that are not looked at, by their names.</param>
    public static List<string> Differences(JsonElement recorded, JsonElement ours, params string[] ignored)
    {
        var differences = new List<string>();
        Compare(recorded, ours, "$", ignored, differences);
        return differences;
    }

    private static void Compare(JsonElement recorded, JsonElement ours, string path, string[] ignored, List<string> differences)
    {
        if (recorded.ValueKind == JsonValueKind.Null || ours.ValueKind == JsonValueKind.Null)
            return;
        if (Kind(recorded) != Kind(ours))
        {
            differences.Add($"{path}: recorded {recorded.ValueKind}, simulated {ours.ValueKind}");
            return;
        }

        switch (recorded.ValueKind)
        {
            case JsonValueKind.Object:
                Members(recorded, ours, path, ignored, differences);
                break;
            case JsonValueKind.Array when recorded.GetArrayLength() > 0 && ours.GetArrayLength() > 0:
                Compare(recorded[0], ours[0], path + "[0]", ignored, differences);
                break;
        }
    }

    private static void Members(JsonElement recorded, JsonElement ours, string path, string[] ignored, List<string> differences)
    {
        foreach (var member in recorded.EnumerateObject().Where(member => !ignored.Contains(member.Name)))
        {
            if (ours.TryGetProperty(member.Name, out var value))
                Compare(member.Value, value, $"{path}.{member.Name}", ignored, differences);
            else
                differences.Add($"{path}.{member.Name} is recorded and not simulated");
        }

        differences.AddRange(ours.EnumerateObject().Where(member => !ignored.Contains(member.Name) && !recorded.TryGetProperty(member.Name, out _))
            .Select(member => $"{path}.{member.Name} is simulated and was not recorded"));
    }

    private static JsonValueKind Kind(JsonElement value) => value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;
}
