using Nightshift.Simulator.Endpoints;

namespace Nightshift.Simulator.Dialects.OpenAI;

/// <summary>Volcengine Ark: what is below <c>/batch</c> is the same call, held in a queue at half price.</summary>
internal sealed class VolcengineDialect(OpenAITraits traits) : OpenAIDialect(traits)
{
    public override Operation? Find(string method, string[] path) => path switch
    {
        ["batch", "chat", "completions"] => Post(method, new Operation.Live(EndpointSet.Chat, Held: true)),
        ["batch", "embeddings"] => Post(method, new Operation.Live(EndpointSet.Embeddings, Held: true)),
        _ => base.Find(method, path),
    };
}
