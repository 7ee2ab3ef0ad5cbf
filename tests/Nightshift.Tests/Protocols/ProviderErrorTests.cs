using System.Text;
using Nightshift.Protocols;

namespace Nightshift.Tests.Protocols;

public sealed class ProviderErrorTests
{
    private static ProviderError Parse(string body) => ProviderError.Parse(Encoding.UTF8.GetBytes(body), 400);

    [Theory]
    [InlineData("""{"error":{"message":"no","type":"invalid_request_error","param":"model","code":"model_not_found"}}""", "no", "invalid_request_error", "model_not_found")]
    [InlineData("""{"error":"no"}""", "no", null, null)]
    [InlineData("""{"message":"no","type":"t","code":401}""", "no", "t", null)]
    [InlineData("""{"detail":"no"}""", "no", null, null)]
    [InlineData("""[{"error":{"message":"no","code":400}}]""", "no", null, null)]
    public void The_usual_shapes_are_understood(string body, string message, string? type, string? code) =>
        Parse(body).ShouldBe(new ProviderError(message, type, code));

    [Theory]
    [InlineData("", "HTTP 400 without a body")]
    [InlineData("<html>Bad gateway</html>", "HTTP 400 with a body that is no error object (24 bytes)")]
    [InlineData("[]", "HTTP 400 with a body that is no error object (2 bytes)")]
    public void Anything_else_is_described_and_not_quoted(string body, string expected) => Parse(body).Message.ShouldBe(expected);

    [Fact]
    public void A_long_message_is_shortened() =>
        Parse($$$"""{"error":{"message":"{{{new string('x', 10_000)}}}"}}""").Message.Length.ShouldBe(501);
}
