using Nightshift.Model;
using Quartz;

namespace Nightshift.Cli.Scheduling;

/// <summary>
/// Quartz's scheduler, which wakes whoever waits at each time of each schedule. It keeps nothing: what is to be done about a time, and that it is done
/// once, the store knows.
/// </summary>
internal sealed class QuartzClock : IAsyncDisposable
{
    private const string Signal = "signal";
    private readonly StandaloneSchedulerFactory _factory;
    private readonly IScheduler _scheduler;
    private IReadOnlyList<ScheduleId> _followed = [];
    private TaskCompletionSource _fired = NewSignal();

    private QuartzClock(StandaloneSchedulerFactory factory, IScheduler scheduler) => (_factory, _scheduler) = (factory, scheduler);

    /// <summary>Done when a time has come since the last <see cref="TakeFired"/>.</summary>
    public Task Fired => Volatile.Read(ref _fired).Task;

    /// <summary>Starts it, on a clock.</summary>
    public static async Task<QuartzClock> StartAsync(TimeProvider time)
    {
        var factory = QuartzSchedulerBuilder.Create(quartz => quartz.UseTimeProvider(time).UseInMemoryStore().UseDefaultThreadPool(1)).Build();
        var scheduler = await factory.GetScheduler();
        await scheduler.Start();
        return new QuartzClock(factory, scheduler);
    }

    /// <summary>Follows these schedules and no others; whether they are others than before. One whose times cannot be read any more is left alone.</summary>
    public async Task<bool> FollowAsync(IReadOnlyList<Schedule> schedules)
    {
        List<ScheduleId> wanted = [.. schedules.Select(schedule => schedule.Id)];
        if (wanted.SequenceEqual(_followed))
            return false;
        foreach (var gone in _followed.Except(wanted))
            await _scheduler.UnscheduleJob(KeyOf(gone));
        foreach (var added in schedules.Where(schedule => !_followed.Contains(schedule.Id)))
            await FollowAsync(added);
        _followed = wanted;
        return true;
    }

    /// <summary>Whether a time has come; it is forgotten with this.</summary>
    public bool TakeFired() => Fired.IsCompleted && Interlocked.Exchange(ref _fired, NewSignal()).Task.IsCompleted;

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TriggerKey KeyOf(ScheduleId schedule) => new(schedule.ToString());

    private async Task FollowAsync(Schedule schedule)
    {
        if (ScheduleTimes.TryOf(schedule) is not { } recurrence)
            return;
        var job = JobBuilder.Create<Wake>().WithIdentity(schedule.Id.ToString()).Build();
        job.JobDataMap[Signal] = this;
        var trigger = TriggerBuilder.Create(_scheduler.TimeProvider).WithIdentity(KeyOf(schedule.Id))
            .WithSchedule(CronScheduleBuilder.Create(recurrence.Expression).InTimeZone(recurrence.Expression.TimeZone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        await _scheduler.ScheduleJob(job, trigger);
    }

    /// <summary>What Quartz runs at a time.</summary>
    private sealed class Wake : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            Volatile.Read(ref ((QuartzClock)context.MergedJobDataMap[Signal]!)._fired).TrySetResult();
            return default;
        }
    }
}
