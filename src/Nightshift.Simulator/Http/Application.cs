using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Nightshift.Simulator.Http;

/// <summary>
/// Runs the front desk on the bare web server. A host around it would take 100 ms of the quick start, and Ctrl-C from the
/// program that runs the simulator inside itself.
/// </summary>
internal sealed class Application(FrontDesk desk) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<HttpContext> container)
            return new DefaultHttpContext(contextFeatures);
        if (container.HostContext is DefaultHttpContext used)
            used.Initialize(contextFeatures);
        else
            container.HostContext = new DefaultHttpContext(contextFeatures);
        return container.HostContext;
    }

    public Task ProcessRequestAsync(HttpContext context) => desk.Receive(context);

    public void DisposeContext(HttpContext context, Exception? exception) => ((DefaultHttpContext)context).Uninitialize();
}
