using Nightshift.Stores;

namespace Nightshift.Gathering;

/// <summary>The right to write to a queue, for the milliseconds that it takes. The operating system frees it when the process ends, however it ends.</summary>
internal sealed class QueueLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(16);

    private readonly FileStream _file;

    private QueueLock(FileStream file) => _file = file;

    /// <summary>Waits for it.</summary>
    /// <exception cref="QueueException">The queue is gone, cannot be written to, or another process does not let go of it.</exception>
    public static async Task<QueueLock> TakeAsync(QueueFolder folder)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return new QueueLock(StoreFolder.OpenPrivate(folder.LockPath, FileShare.None));
            }
            catch (DirectoryNotFoundException e)
            {
                throw new QueueException($"there is no queue '{folder.Name}' any more", e);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new QueueException($"{folder.Path} may not be written to by this user; change its permissions", e);
            }
            catch (IOException e) when (TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                throw new QueueException($"the queue '{folder.Name}' cannot be written to ({e.Message.TrimEnd('.')}): another process has held it for {Patience.TotalSeconds:0} seconds; try again", e)
                {
                    IsPassing = true,
                };
            }
            catch (IOException)
            {
                await Task.Delay(pause, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
