namespace Nightshift.Tests.Simulation;

/// <summary>What a seed stands for: the jobs, and which store they are in.</summary>
/// <param name="Seed">Everything follows from it.</param>
/// <param name="OnDisk">Whether the store is SQLite in a folder; otherwise it is the reference in memory.</param>
internal sealed record SimPlan(int Seed, bool OnDisk)
{
    public IReadOnlyList<SimJobPlan> Jobs { get; } = Plan(new Random(Seed));

    private static List<SimJobPlan> Plan(Random random)
    {
        var jobs = new List<SimJobPlan>();
        for (var job = random.Next(3) == 0 ? 2 : 1; job > 0; job--)
        {
            var rows = random.Next(4) == 0 ? random.Next(60, 160) : random.Next(1, 40);
            var prompts = new List<string>();
            for (var row = 0; row < rows; row++)
            {
                prompts.Add(row > 0 && random.Next(10) == 0
                    ? prompts[random.Next(prompts.Count)]
                    : $"{SimPrompt.Kinds[random.Next(SimPrompt.Kinds.Length)]} prompt {row} of job {job}");
            }

            jobs.Add(new SimJobPlan(
                prompts,
                random.Next(3) == 0 ? null : random.Next(1, 24),
                random.Next(4) == 0 ? random.Next(20, 300) : null,
                random.Next(2, 7)));
        }

        return jobs;
    }
}

/// <summary>A job of a plan.</summary>
/// <param name="Prompts">One a row.</param>
/// <param name="Concurrency">Calls at once; null leaves it to the engine.</param>
/// <param name="Rpm">Requests a minute; null for no limit.</param>
/// <param name="MaxAttempts">Tries a row.</param>
internal sealed record SimJobPlan(IReadOnlyList<string> Prompts, int? Concurrency, int? Rpm, int MaxAttempts);
