using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nightshift.Simulator.Answers;

namespace Nightshift.Simulator.Tests.Answers;

public sealed class SchemaFillerTests
{
    [Fact]
    public void Types_nesting_and_references_are_followed()
    {
        var value = Fill(
            """
            {"type":"object","required":["s","n"],"additionalProperties":false,"$defs":{"tag":{"type":"object","properties":{"name":{"type":"string"}}}},
            "properties":{"s":{"type":"string"},"i":{"type":"integer","minimum":5,"maximum":7},"n":{"type":"number","exclusiveMinimum":0,"maximum":1},"b":{"type":"boolean"},
            "z":{"type":"null"},"maybe":{"type":["null","string"]},"either":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/tag"}]},"c":{"const":42},
            "tags":{"type":"array","items":{"$ref":"#/$defs/tag"},"minItems":2},"day":{"type":"string","format":"date"},"id":{"type":"string","format":"uuid"},"short":{"type":"string","minLength":12,"maxLength":14}}}
            """);
        value.GetProperty("s").ValueKind.ShouldBe(JsonValueKind.String);
        value.GetProperty("i").GetInt32().ShouldBeInRange(5, 7);
        value.GetProperty("n").GetDecimal().ShouldBeInRange(0.01m, 1m);
        value.GetProperty("b").ValueKind.ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
        value.GetProperty("z").ValueKind.ShouldBe(JsonValueKind.Null);
        value.GetProperty("maybe").ValueKind.ShouldBe(JsonValueKind.String);
        value.GetProperty("either").GetProperty("name").ValueKind.ShouldBe(JsonValueKind.String);
        value.GetProperty("c").GetInt32().ShouldBe(42);
        value.GetProperty("tags").GetArrayLength().ShouldBe(2);
        DateOnly.TryParse(value.GetProperty("day").GetString(), out _).ShouldBeTrue();
        Guid.TryParse(value.GetProperty("id").GetString(), out _).ShouldBeTrue();
        value.GetProperty("short").GetString()!.Length.ShouldBeInRange(12, 14);
    }

    [Fact]
    public void The_same_prompt_gets_the_same_value_and_another_one_another()
    {
        const string Schema = """{"type":"object","properties":{"a":{"type":"string"},"b":{"enum":["x","y","z"]}}}""";
        Fill(Schema, "p").GetRawText().ShouldBe(Fill(Schema, "p").GetRawText());
        Enumerable.Range(0, 50).Select(i => Fill(Schema, $"p{i}").GetProperty("b").GetString()).Distinct().Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"type":"object","required":["next"],"properties":{"next":{"$ref":"#"}}}""")]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$ref":"#/$defs/missing"}""")]
    [InlineData("""{"type":"array","minItems":9000000000,"items":{"type":"array","minItems":100,"items":{"type":"array","minItems":100,"items":{"type":"integer"}}}}""")]
    [InlineData("""{"type":"string","minLength":2000000000}""")]
    [InlineData("""{"type":"integer","minimum":9,"maximum":1}""")]
    [InlineData("""{"type":"number","multipleOf":0}""")]
    [InlineData("""{"type":"number","minimum":7e27,"multipleOf":1e-20}""")]
    [InlineData("""{"type":5,"enum":[]}""")]
    [InlineData("{}")]
    public void A_schema_without_end_or_sense_still_gets_a_bounded_value(string schema) =>
        Fill(schema).GetRawText().Length.ShouldBeLessThan(200_000);

    private static JsonElement Fill(string schema, string prompt = "prompt") =>
        JsonDocument.Parse(SchemaFiller.Fill(JsonDocument.Parse(schema).RootElement, SHA256.HashData(Encoding.UTF8.GetBytes(prompt)))).RootElement;
}
