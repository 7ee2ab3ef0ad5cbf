using System.Text;
using Nightshift.Tests.Architecture;
using Nightshift.Tokens;

namespace Nightshift.Tests.Tokens;

/// <summary>Estimates against what the real tokenizers counted of texts that were not in the fit (`eng/tokens`, 2026-11-21).</summary>
public sealed class TokenModelTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("openai/gpt-5.4-mini", "o200k_base", 292, 312, 344, 344)]
    [InlineData("openai/gpt-3.5-turbo", "cl100k_base", 295, 452, 342, 377)]
    [InlineData("gemini/gemini-2.5-flash", "Gemma", 309, 269, 402, 404)]
    [InlineData("anthropic/claude-haiku-4-5", "Claude", 300, 425, 383, 398)]
    [InlineData("groq/llama-3.3-70b-versatile", "Llama 3", 295, 327, 342, 359)]
    [InlineData("mistral/mistral-embed", "Mistral v1", 321, 431, 458, 480)]
    public void English_Chinese_code_and_a_mixture_are_within_a_tenth_of_what_was_counted(string model, string tokenizer, int english, int chinese, int code, int mixed)
    {
        var weights = TokenModel.Of(model).Weights;
        weights.Name.ShouldBe(tokenizer);
        var errors = new List<string>();
        var (said, counted) = (0m, 0m);
        foreach (var (text, tokens) in new[] { ("english", english), ("chinese", chinese), ("code", code), ("mixed", mixed) })
        {
            var estimate = Estimate(weights, File.ReadAllText(SourceTree.Path($"tests/Nightshift.Tests/Tokens/texts/{text}.txt")));
            var error = ((estimate / tokens) - 1) * 100;
            errors.Add(FormattableString.Invariant($"{text} {error:+0.0;-0.0} %"));
            Math.Abs(error).ShouldBeLessThan(10, text);
            (said, counted) = (said + estimate, counted + tokens);
        }

        output.WriteLine($"{tokenizer}: {string.Join(", ", errors)}; together {FormattableString.Invariant($"{((said / counted) - 1) * 100:+0.0;-0.0}")} %");
        Math.Abs((said / counted) - 1).ShouldBeLessThan(0.05m);
    }

    [Fact]
    public void The_newest_Claude_models_cut_finer()
    {
        var counter = Counted(new string('x', 6_000));
        TokenModel.Of("claude-sonnet-5").Of(counter, 1).ShouldBeGreaterThan(TokenModel.Of("claude-haiku-4-5").Of(counter, 1) * 12 / 10);
    }

    [Theory]
    [InlineData("openai/gpt-4o-mini", false)]
    [InlineData("openai/o4-mini", false)]
    [InlineData("bedrock/anthropic.claude-opus-5", false)]
    [InlineData("dashscope/qwen-max", true)]
    [InlineData("lab/whatever", true)]
    public void A_model_whose_tokenizer_is_not_known_is_said_to_have_the_nearest(string model, bool isNearest) => TokenModel.Of(model).IsNearest.ShouldBe(isNearest);

    [Fact]
    public void No_text_is_no_token_and_twice_the_texts_are_twice_the_tokens()
    {
        Estimate(TokenWeights.O200k, "").ShouldBe(0);
        var counter = Counted("Zwölf Boxkämpfer 日本 🙂\n");
        var once = TokenWeights.O200k.ThousandthsOf(counter);
        counter.Add("Zwölf Boxkämpfer 日本 🙂\n");
        TokenWeights.O200k.ThousandthsOf(counter).ShouldBe(2 * once);
    }

    [Fact]
    public void Every_trait_is_counted_in_its_own_texts()
    {
        var counter = Counted("camelCase internationalization 42  \t\n!? é 漢 かな 한 Жизнь سلام नम ไทย 。 🙂");
        for (var trait = 0; trait < counter.Counts.Length; trait++)
            counter.Counts[trait].ShouldBeGreaterThan(0, ((TextTrait)trait).ToString());
        counter.Counts[(int)TextTrait.OtherByte].ShouldBe(4);
        counter.Counts[(int)TextTrait.InnerCapital].ShouldBe(1);
        counter.Counts[(int)TextTrait.LetterBeyondTen].ShouldBe("internationalization".Length - 10);
    }

    [Fact]
    public void Half_a_character_is_counted_as_something() => Counted("\uD83D").Counts[(int)TextTrait.OtherByte].ShouldBe(3);

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"system","content":"one"},{"role":"user","content":[{"type":"text","text":"two"}]}]}""", 2, 2)]
    [InlineData("""{"model":"m","system":"one","messages":[{"role":"user","content":"two three"}]}""", 2, 3)]
    [InlineData("""{"systemInstruction":{"parts":[{"text":"one"}]},"contents":[{"role":"user","parts":[{"text":"two"}]}]}""", 2, 2)]
    [InlineData("""{"model":"m","input":["one","two"]}""", 1, 2)]
    [InlineData("""{"messages":[{"role":"user","content":"one"}],"response_format":{"type":"json_schema"}}""", 1, 4)]
    [InlineData("""{"messages":[{"role":"user","content":"one\ntwo"}]}""", 1, 2)]
    public void The_texts_of_a_request_are_found_in_every_format(string body, int messages, int words)
    {
        var counter = new TextCounter();
        RequestTexts.Count(Encoding.UTF8.GetBytes(body), counter).ShouldBe(messages);
        counter.Counts[(int)TextTrait.Word].ShouldBe(words);
    }

    private static decimal Estimate(TokenWeights weights, string text) => weights.ThousandthsOf(Counted(text)) / 1_000m;

    private static TextCounter Counted(string text)
    {
        var counter = new TextCounter();
        counter.Add(text);
        return counter;
    }
}
