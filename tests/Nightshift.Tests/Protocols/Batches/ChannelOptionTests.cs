using Nightshift.Protocols.Batches;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class ChannelOptionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_presigned_address_does_not_get_the_key(bool presigned)
    {
        var isSigned = false;
        var channel = ScriptedChannel.Answering((asked, _) =>
        {
            isSigned = asked.Headers.Authorization is not null;
            return Task.FromResult(new HttpResponseMessage());
        });
        var request = new HttpRequestMessage(HttpMethod.Put, channel.At("store"));
        request.Options.Set(BatchChannel.Presigned, presigned);
        (await channel.CallAsync(request, BatchChannel.CallLimit, BatchBench.Cancellation)).ShouldBeOfType<Effect<None>.Done>();
        isSigned.ShouldBe(!presigned);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_redirect_is_an_answer_only_where_it_was_asked_for(bool asks)
    {
        var channel = ScriptedChannel.Saying(302, "", ("location", "https://store.test/x"));
        var request = new HttpRequestMessage(HttpMethod.Post, channel.At("files"));
        request.Options.Set(BatchChannel.AsksForRedirect, asks);
        var effect = await channel.CallAsync(request, BatchChannel.CallLimit, answer => answer.Header("location"), BatchBench.Cancellation);
        if (asks)
            effect.ShouldBeOfType<Effect<string>.Done>().Value.ShouldBe("https://store.test/x");
        else
            effect.ShouldBeOfType<Effect<string>.Refused>().Refusal.Status.ShouldBe(302);
    }
}
