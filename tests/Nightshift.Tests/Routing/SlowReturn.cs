using System.Reflection;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Routing;

/// <summary>A store that takes rows back only after somebody who asked meanwhile was told that no row is due: the worst moment to go home.</summary>
public class SlowReturn : DispatchProxy
{
    private readonly TaskCompletionSource _nothingDue = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IStore _inner = null!;
    private volatile bool _isReturning;

    public static IStore Over(IStore inner)
    {
        var proxy = Create<IStore, SlowReturn>();
        ((SlowReturn)(object)proxy)._inner = inner;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(IStore.ReleaseAsync) => new ValueTask(ReleaseAsync((IReadOnlyList<Lease>)args![0]!)),
        nameof(IStore.NextDueAsync) => new ValueTask<DateTimeOffset?>(NextDueAsync((JobId)args![0]!)),
        _ => targetMethod.Invoke(_inner, args),
    };

    private async Task ReleaseAsync(IReadOnlyList<Lease> leases)
    {
        _isReturning = true;
        await _nothingDue.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        await _inner.ReleaseAsync(leases);
    }

    private async Task<DateTimeOffset?> NextDueAsync(JobId job)
    {
        var isReturning = _isReturning;
        var due = await _inner.NextDueAsync(job);
        if (isReturning && due is null)
            _nothingDue.TrySetResult();
        return due;
    }
}
