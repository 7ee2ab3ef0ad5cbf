using Nightshift.Model;

namespace Nightshift.Alerting;

/// <summary>Who wants to know what.</summary>
internal static class AlertRouting
{
    /// <summary>The alerts with their receivers.</summary>
    public static IReadOnlyList<NewAlert> Address(IEnumerable<Notice> notices, IReadOnlyList<AlertReceiver> receivers) =>
        [.. notices.Select(notice => new NewAlert(notice.Alert, [.. receivers.Where(receiver => Wants(receiver, notice)).Select(receiver => receiver.Name)]))];

    /// <summary>A receiver that asks for a job or a tag wants nothing that is about neither.</summary>
    public static bool Wants(AlertReceiver receiver, Notice notice) =>
        !notice.IsImplied
        && receiver.On?.Contains(notice.Alert.Kind) != false
        && (receiver.Tag is null || notice.Tags.Contains(receiver.Tag, StringComparer.Ordinal))
        && (receiver.Job is null || receiver.Job == notice.JobName)
        && (notice.FailedOver is null || notice.FailedOver == receiver.FailedOver);
}
