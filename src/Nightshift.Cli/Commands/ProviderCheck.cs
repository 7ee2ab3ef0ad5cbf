using Nightshift.Cli.Display;
using Nightshift.Configuration;
using Nightshift.Engine;
using Nightshift.Providers;

namespace Nightshift.Cli.Commands;

/// <summary>Whether a job that is kept for later could be sent from here.</summary>
internal static class ProviderCheck
{
    /// <summary>Says what is missing. A provider that is not known is a mistake; a key may be there for the service and not here.</summary>
    public static void Say(JobRequest request, string home)
    {
        try
        {
            ConnectionSet.Resolve(request.Task.Model, request.BaseUrl, ConfigurationFile.Of(home).Catalog, Session.Surroundings, request.AllowInsecure);
        }
        catch (ConnectionException fault) when (!fault.IsMisuse)
        {
            Screen.Say($"It cannot be run as things are here: {fault.Message}. It is added all the same: the process that runs it may have what is missing.");
        }
    }
}
