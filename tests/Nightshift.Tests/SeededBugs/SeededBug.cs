namespace Nightshift.Tests.SeededBugs;

/// <summary>A defect that is put into a copy of the product to see that the tests notice.</summary>
/// <param name="Name">What breaks.</param>
/// <param name="File">Where, below the root.</param>
/// <param name="Sound">The text that is there, once.</param>
/// <param name="Broken">What stands in its place.</param>
/// <param name="Caught">The test runner's filter for the tests that must fail.</param>
internal sealed record SeededBug(string Name, string File, string Sound, string Broken, params string[] Caught)
{
    private const string Sqlite = "src/Nightshift/Stores/Sqlite";

    public static IReadOnlyList<SeededBug> All { get; } =
    [
        new("no epoch fence", "src/Nightshift/Stores/Transition.cs", "when leaseEpoch == epoch =>", "when leaseEpoch <= epoch =>", "-class", "*StoreTests"),
        new("acknowledged before the commit", $"{Sqlite}/WriteQueue.cs",
            "group.RemoveAll(write => !TryMake(write));",
            "group.RemoveAll(write => !TryMake(write)); foreach (var write in group) write.Succeed(); group.Clear();",
            "-class", "*KillTests", "-class", "*PowerLossTests", "-class", "*SqliteWritingTests"),
        new("commits not waited for on the disk", $"{Sqlite}/Database.cs", "PRAGMA synchronous = FULL;", "PRAGMA synchronous = NORMAL;", "-class", "*PowerLossTests"),
        new("output not on the disk before it gets its name", "src/Nightshift/Sinks/PartialFile.cs", "        _sync.File(_file);\n", "", "-class", "*PowerLossTests", "-class", "*OutputFileTests"),
        new("name of the output not on the disk", "src/Nightshift/Sinks/PartialFile.cs", "        _sync.Folder(_place.Folder);\n", "", "-class", "*PowerLossTests", "-class", "*OutputFileTests"),
        new("place in the window freed at the sending", "src/Nightshift/Limits/WindowLog.cs",
            "((latestArrival + Window + ClockDrift).Ticks", "((latestArrival + Window - TimeSpan.FromSeconds(1)).Ticks", "-class", "*WindowPropertyTests", "-class", "*LaneGateTests"),
        new("window of half a minute, as a bucket that refills", "src/Nightshift/Limits/WindowLog.cs",
            "((latestArrival + Window + ClockDrift).Ticks", "((latestArrival + (Window / 2)).Ticks", "-class", "*WindowPropertyTests"),
        new("counts of recovered rows not in the commit", $"{Sqlite}/SqliteStore.Recovery.cs", "        tally.Move(row.Id.Job, row.State, to);\n", "", "-class", "*SqliteStoreTests"),
        new("paid answer of a cancelled row thrown away", "src/Nightshift/Stores/Transition.cs",
            "RowState.Expired when leaseEpoch <= epoch", "RowState.Expired when leaseEpoch > epoch", "-class", "*StoreTests"),
        new("late line of a batch that was left thrown away", "src/Nightshift/Stores/Transition.cs",
            "RowState.Claimed when hasLeft && leaseEpoch <= epoch", "RowState.Claimed when hasLeft && leaseEpoch > epoch", "-class", "*StoreTests"),
        new("late line of a batch that was left counted twice", $"{Sqlite}/SqliteStore.BatchLeaving.cs",
            "Bind(2, row.Packed).Run() == 1", "Bind(2, row.Packed).Run() <= 1", "-class", "*SqliteStoreTests"),
        new("dead account of a route never taken out", "src/Nightshift/Settling/LaneWatch.cs",
            "isReplaceable ? AccountRefusalsToBelieve : 1", "isReplaceable ? int.MaxValue : 1", "-class", "*RouteTests"),
        new("sent rows forgotten at the start", $"{Sqlite}/SqliteStore.Recovery.cs", "AND state IN (1, 2)", "AND state IN (1)", "-class", "*SqliteStoreTests", "-class", "*KillTests"),
        new("bad record dropped", "src/Nightshift/Planning/RowPlanner.cs",
            "        return new NewRow(index, record.Line, null, record.Json, null, fault);", "        return null!;", "-class", "*BadInputTests"),
        new("intake resumes one record early", "src/Nightshift/Intake/Intaker.cs", "if (read <= job.RecordsRead)", "if (read < job.RecordsRead)", "-class", "*KillTests", "-class", "*EngineTroubleTests"),
        new("request taken for never sent after its last byte", "src/Nightshift/Sending/LiveSender.cs",
            "_ when isWritten => new Outcome.ConnectionLost(Innermost(e)),", "_ when !isWritten => new Outcome.ConnectionLost(Innermost(e)),", "-class", "*LiveSenderTests"),
        new("retries without a budget", "src/Nightshift/Limits/RetryBudget.cs",
            "(int)Math.Clamp(allowance - _retries.Used, 0, wanted);", "wanted + (0 * (int)allowance);", "-class", "*RetryTests"),
        new("what the server asked to wait not waited", "src/Nightshift/Limits/LaneGate.Leaving.cs", "if (asked > own)", "if (asked < own)", "-class", "*LaneGateTests"),
        new("requests told apart by where they go alone", "src/Nightshift/Planning/RequestHasher.cs", "        body.CopyTo(hashed.AsSpan(LengthBytes + place));\n", "        body = [];\n", "-class", "*EngineTests"),
        new("rows sent before their intent is stored", "src/Nightshift/Sending/Flights.cs",
            "await store.MarkSentAsync(leases, reserver.For(group, AnswerMode.Live), CancellationToken.None);",
            "new Departure(leases); await Task.Yield();", "-class", "*EngineTests", "-class", "*EngineTroubleTests", "-class", "*KillTests"),
    ];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
