using System.CommandLine;

namespace Nightshift.Cli.Commands;

/// <summary><c>queue</c>: requests that are collected and sent together.</summary>
internal static class QueueCommand
{
    public static Command Create() => new("queue", """
        Collect requests from anywhere, at any time, and send them together, in batches.

        `nightshift enqueue` puts rows into a queue and prints an id for each. When the queue's lot is due (so many requests, so many bytes, so old, a
        time of day) `nightshift work` makes one job of it. Each request can be asked about by its id, all the while.

        Examples:
          nightshift queue add tickets --rows 10000 --age 6h -- --task classify.yaml
          echo '{"subject": "Where is my parcel?", "message": "…"}' | nightshift enqueue tickets
          nightshift work --forever
          nightshift queue list
          nightshift queue show tickets 019aa8d5b2c07c0e8d2f6a1b3c4d5e6f
          nightshift queue send tickets
        """)
    {
        QueueAddCommand.Create(), QueueListCommand.Create(), QueueShowCommand.Create(), QueueSendCommand.Create(), QueueRmCommand.Create(),
    };
}
