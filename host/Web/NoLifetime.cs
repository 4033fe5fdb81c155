using Microsoft.Extensions.Hosting;

namespace MultiAgentEdge.Host.Web;

/// <summary>The command line's own signals end a server (<c>Interruption</c>), not the host's.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
