using System.Collections.Concurrent;
using System.Reflection;
using Nightshift.Stores;

namespace Nightshift.Tests.Clocks;

/// <summary>A store whose commits are waited for on the thread that makes them: to a <see cref="ClockThread"/> they take no time.</summary>
#pragma warning disable CA1852 // It is derived from when it is created.
internal class StoreOnTheSpot : DispatchProxy
#pragma warning restore CA1852
{
    private static readonly MethodInfo Generic = typeof(StoreOnTheSpot).GetMethod(nameof(WaitForResult), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly ConcurrentDictionary<Type, MethodInfo> Waits = [];

    private IStore? _inner;

    public static IStore Over(IStore inner)
    {
        var store = Create<IStore, StoreOnTheSpot>();
        ((StoreOnTheSpot)(object)store)._inner = inner;
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var result = targetMethod!.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
            var type = targetMethod.ReturnType;
            if (result is ValueTask task)
                return new ValueTask(End(task.AsTask()));
            return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>)
                ? Waits.GetOrAdd(type, _ => Generic.MakeGenericMethod(type.GetGenericArguments())).Invoke(null, [result])
                : result;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private static ValueTask<T> WaitForResult<T>(ValueTask<T> task) => new(End(task.AsTask()));

    private static TTask End<TTask>(TTask task)
        where TTask : Task
    {
        Task.WaitAny(task);
        return task;
    }
}
