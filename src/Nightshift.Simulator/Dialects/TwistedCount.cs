using System.Text.Json;
using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Dialects;

/// <summary>A count of a batch's rows, as a number unless the batch's plan has it otherwise.</summary>
internal static class TwistedCount
{
    public static void Write(Utf8JsonWriter json, string name, int count, BatchPlan plan)
    {
        if (plan.Has(BatchTwist.CountsNull))
            json.WriteNull(name);
        else if (plan.Has(BatchTwist.CountsAsStrings))
            json.WriteString(name, count.ToString());
        else
            json.WriteNumber(name, count);
    }
}
