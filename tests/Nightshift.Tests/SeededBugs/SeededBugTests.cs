using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.SeededBugs;

/// <summary>
/// Tests of the tests: a product with a known defect must not pass them. What the other figures are worth depends on this one.
/// </summary>
public sealed class SeededBugTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_seeded_bug_has_its_place_in_the_source_once()
    {
        foreach (var bug in SeededBug.All)
            BrokenCopy.CountIn(bug).ShouldBe(1, $"{bug.Name}: its place in {bug.File} is gone or no longer alone");
    }

    [Fact]
    public async Task Every_seeded_bug_is_caught()
    {
        Assert.SkipUnless(HowMany.All, "builds the product once for each of them; ./test --full does");
        using var copy = await BrokenCopy.CreateAsync();
        (await copy.TestAsync([.. SeededBug.All.SelectMany(bug => bug.Caught.Where(word => word[0] != '-')).Distinct().SelectMany(name => new[] { "-class", name })]))
            .ShouldBe(Reaction.Passed, $"the sound product must pass: {copy.Said}");

        var missed = new List<string>();
        foreach (var bug in SeededBug.All)
        {
            copy.Break(bug);
            var reaction = await copy.TestAsync(bug.Caught);
            copy.Mend(bug);
            output.WriteLine($"{bug.Name}: {reaction}");
            if (reaction != Reaction.Failed)
                missed.Add($"{bug.Name} ({reaction})");
        }

        output.WriteLine($"{SeededBug.All.Count - missed.Count} of {SeededBug.All.Count} caught");
        missed.ShouldBeEmpty();
    }
}
