namespace Nightshift.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Columns = ["text", "customer_id", "Subject", "lang"];

    [Theory]
    [InlineData("txt", "text")]
    [InlineData("TEXT", "text")]
    [InlineData("customerid", "customer_id")]
    [InlineData("subjetc", "Subject")]
    [InlineData("prompt", null)]
    [InlineData("", null)]
    public void A_mistyped_name_finds_the_one_that_was_meant(string word, string? meant) => NearestName.Of(word, Columns).ShouldBe(meant);

    [Fact]
    public void The_nearer_of_two_wins() => NearestName.Of("texts", ["text", "taxes2"]).ShouldBe("text");

    [Fact]
    public void The_first_of_equals_wins() => NearestName.Of("texz", ["text", "texx"]).ShouldBe("text");
}
